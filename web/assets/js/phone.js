// The trainers' pages on a phone. Every form works without this; with it, what is logged is sealed and kept on the phone first, and sent
// when there is signal.
import { startLogging } from "./logging.js"
import { fetchPack, send, startSending } from "./sending.js"
import { startShowing } from "./waiting.js"

if (globalThis.indexedDB && globalThis.crypto?.subtle) start()

async function start() {
  const { user, token, pack } = document.body.dataset
  globalThis.trustedTypes?.createPolicy("default", {
    createScriptURL: (address) => (address === "/phone/worker.js" ? address : null),
  })
  navigator.serviceWorker?.register("/phone/worker.js").catch(() => {})
  navigator.storage?.persist?.()
  startShowing()
  startLogging()
  startSending({ user, token })
  await send()
  if (token && pack !== undefined) fetchPack()
}
