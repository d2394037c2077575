/** Where the app's API has each user's reports. */
export const REPORTS = '/api/reports/'

/** Where it takes files. */
export const FILES = '/api/files/'
