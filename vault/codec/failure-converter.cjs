// CommonJS, because the SDK loads it with require() in Node and bundles it into the workflow sandbox from the same path.
const { DefaultFailureConverter } = require('@temporalio/common')

/** Moves a failure's message and stack trace into a payload, so that they pass the codec like everything else. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
