export const RECONCILE_SCHEDULE = 'watch/reconcile-schools'
export const NOTICES_SCHEDULE = 'watch/send-notices'
export const SWEEP_SCHEDULE = 'watch/retention-sweep'
