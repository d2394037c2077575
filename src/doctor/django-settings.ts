import type { Finding, FindingId } from './finding'
import type { KnownServer } from './server'

/** Lines for one file of a Django project. */
export interface ServerSetting {
  readonly file: 'settings.py' | 'urls.py' | 'shell'
  readonly lines: readonly string[]
}

/** What to change in a Django project with simplejwt; what else is in a setting stays. */
export function djangoSettings(
  findings: readonly Finding[],
  { paths }: KnownServer,
  origin: string | null,
): ServerSetting[] {
  const isWrong = (id: FindingId) =>
    findings.some((finding) => finding.id === id && (finding.verdict === 'warn' || finding.verdict === 'fail'))
  const sees = (id: FindingId, words: RegExp) =>
    findings.some((finding) => finding.id === id && finding.verdict !== 'pass' && words.test(finding.seen))
  const livesOn = sees('reuse', /^it is taken/) || sees('logout', /lives on/)
  const rotation = isWrong('rotation')
  const jwt = [
    isWrong('lifetime.access') && '    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),',
    isWrong('lifetime.refresh') && '    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),',
    rotation && '    "ROTATE_REFRESH_TOKENS": True,',
    (rotation || livesOn) && '    "BLACKLIST_AFTER_ROTATION": True,',
    sees('clock', /disagree/) && '    "LEEWAY": 10,',
  ].filter((line) => line !== false)
  const hasNoLogout = isWrong('logout') && paths.logout === null
  const blacklist = rotation || livesOn || hasNoLogout
  const settings = [
    ...(jwt.some((line) => line.includes('timedelta')) ? ['from datetime import timedelta', ''] : []),
    ...(jwt.length > 0 ? ['SIMPLE_JWT = {', ...jwt, '}'] : []),
    ...(blacklist
      ? [
          'INSTALLED_APPS += ["rest_framework_simplejwt.token_blacklist"]  # unless it is there: Django takes no app twice',
        ]
      : []),
    ...(isWrong('refusal.garbage') || isWrong('refusal.missing')
      ? [
          'REST_FRAMEWORK = {',
          '    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],',
          '}',
        ]
      : []),
    ...corsSettings(isWrong, findings, origin),
  ]
  const urls = [
    'from rest_framework_simplejwt.views import TokenBlacklistView',
    '',
    'urlpatterns += [path("api/token/blacklist/", TokenBlacklistView.as_view())]',
  ]
  return [
    ...(settings.length > 0 ? [{ file: 'settings.py', lines: settings } as const] : []),
    ...(hasNoLogout ? [{ file: 'urls.py', lines: urls } as const] : []),
    ...(blacklist ? [{ file: 'shell', lines: ['python manage.py migrate'] } as const] : []),
  ]
}

function corsSettings(
  isWrong: (id: FindingId) => boolean,
  findings: readonly Finding[],
  origin: string | null,
): string[] {
  const isClosed = isWrong('cors.origin') || isWrong('cors.preflight')
  const hidden = findings.find(({ id }) => id === 'cors.expose')?.cure?.split(': ')[1]
  const opened = [
    'INSTALLED_APPS += ["corsheaders"]  # unless it is there: Django takes no app twice',
    'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]  # first: refusals need its headers, too',
    `CORS_ALLOWED_ORIGINS = ["${origin}"]`,
  ]
  const exposed = ['Date', 'Retry-After', 'WWW-Authenticate', ...(hidden?.split(', ') ?? [])]
  return [
    ...(isClosed ? opened : []),
    ...(isWrong('cors.expose')
      ? [`CORS_EXPOSE_HEADERS = [${[...new Set(exposed)].map((name) => `"${name}"`).join(', ')}]`]
      : []),
  ]
}
