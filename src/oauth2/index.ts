export * from './oauth2'
export type {
  CodeCredentials,
  IdClaims,
  Oauth2Endpoints,
  Oauth2Logins,
  Oauth2Options,
  PasswordGrantCredentials,
} from './oauth2-options'
export { type ClaimedGrant, type TokenResponse, tokenGrant } from './token-grant'
