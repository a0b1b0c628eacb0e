// Seals an entry to the server's public key before anything is kept: this phone itself cannot read it back.
// ECDH on P-256 with a key made for this one entry, HKDF-SHA-256, AES-256-GCM; bound to the entry's id, to the server's key and to
// whoever made it. web/training/sealing.py opens it.
const CURVE = { name: "ECDH", namedCurve: "P-256" }
const FORM = "waymark outbox 1"

// key: the server's public point, as base64; the answer is base64 of our point, the nonce and what is sealed
export async function seal(text, { id, keyId, user, key }) {
  const { subtle } = crypto
  const theirs = fromBase64(key)
  const pair = await subtle.generateKey(CURVE, false, ["deriveBits"])
  const ours = new Uint8Array(await subtle.exportKey("raw", pair.publicKey))
  const other = await subtle.importKey("raw", theirs, CURVE, false, [])
  const shared = await subtle.deriveBits({ name: "ECDH", public: other }, pair.privateKey, 256)
  const stem = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"])
  const info = joined(bytes(FORM), ours, theirs)
  const derived = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info }
  const own = await subtle.deriveKey(derived, stem, { name: "AES-GCM", length: 256 }, false, ["encrypt"])
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bound = { name: "AES-GCM", iv, additionalData: bytes([id, keyId, user].join("|")) }
  return toBase64(joined(ours, iv, new Uint8Array(await subtle.encrypt(bound, own, bytes(text)))))
}

function bytes(text) {
  return new TextEncoder().encode(text)
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

function toBase64(whole) {
  return btoa(Array.from(whole, (byte) => String.fromCharCode(byte)).join(""))
}
