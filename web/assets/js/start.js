// What every page does once it is there: GOV.UK Frontend's own behaviour, and ours where a page asks for it by an attribute.
import { initAll } from "./govuk-frontend.min.js"

import { startHidingNames } from "./hide-names.js"
import { startPolling } from "./polling.js"
import { startPrinting } from "./print.js"

initAll()
startHidingNames(document)
startPolling(document)
startPrinting(document)
