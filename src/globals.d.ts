/** True in the development build and in tests, false in the production build: warnings belong behind it. */
declare const __DEV__: boolean
