import { Component, computed } from '@angular/core'
import { injectAuthSelector, injectAuthSession, injectAuthStatus } from 'xstate-auth-session/angular'

@Component({
  selector: 'app-notes',
  template: `
    <main>
      @if (isRestoring()) {
        <progress></progress>
      } @else if (loggedIn()) {
        <h1>Your notes</h1>
        @if (isConnecting()) {
          <p>Connecting…</p>
        }
        <button type="button" (click)="session.logout()">Log out</button>
      } @else {
        @if (hasExpired()) {
          <p>Your session has ended.</p>
        }
        <button type="button">Log in</button>
      }
    </main>
  `,
})
export class Notes {
  readonly session = injectAuthSession()
  readonly loggedIn = injectAuthSelector(({ loggedIn }) => loggedIn)
  private readonly status = injectAuthStatus()
  readonly isRestoring = computed(() => this.status() === 'restoring')
  readonly isConnecting = computed(() => this.status() === 'queuedRetry')
  readonly hasExpired = computed(() => this.status() === 'expired')
}
