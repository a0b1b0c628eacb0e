// What waits on this phone to be sent, and what the server has refused, in IndexedDB: sealed, with nothing beside it that says whom
// it is about. An entry: {id, user, keyId, sequence, label, madeAt, sealed}, and "why" once it has been refused.
let opened = null

function open() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open("waymark-phone", 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("entries", { keyPath: "id" })
      asked.result.createObjectStore("facts")
    }
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close() // so that signing out can clear it
      done(asked.result)
    }
    asked.onerror = () => failed(asked.error)
  })
  return opened
}

// One transaction; it has been written to the disk, not only handed to the machine, when the promise is kept.
async function within(name, act) {
  const database = await open()
  return new Promise((done, failed) => {
    const transaction = database.transaction(name, "readwrite", { durability: "strict" })
    let answer
    transaction.oncomplete = () => done(answer)
    transaction.onabort = transaction.onerror = () => failed(transaction.error)
    act(transaction.objectStore(name), (value) => (answer = value))
  })
}

export function put(entry) {
  return within("entries", (entries) => entries.put(entry))
}

export function forget(id) {
  return within("entries", (entries) => entries.delete(id))
}

// all of them, in the order in which they were made
export async function list() {
  const database = await open()
  return new Promise((done, failed) => {
    const asked = database.transaction("entries").objectStore("entries").getAll()
    asked.onsuccess = () => done(asked.result.sort((one, other) => one.sequence - other.sequence))
    asked.onerror = () => failed(asked.error)
  })
}

// the next number of this device, which goes up whatever the clock says; and the device's own random name
export function next() {
  return within("facts", (facts, answer) => {
    const asked = facts.get("device")
    asked.onsuccess = () => {
      const { name, sequence } = asked.result ?? { name: newId(), sequence: 0 }
      const fact = { name, sequence: sequence + 1 }
      facts.put(fact, "device")
      answer(fact)
    }
  })
}

// a random UUID, on older telephones too
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}
