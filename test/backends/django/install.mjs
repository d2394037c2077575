import { installPackages } from '../../install-packages.mjs'

/** Debian's packages that the real Django takes, each with a file that shows that it is there. */
const PACKAGES = {
  'python3-django': '/usr/lib/python3/dist-packages/django',
  'python3-djangorestframework': '/usr/lib/python3/dist-packages/rest_framework',
  'python3-djangorestframework-simplejwt': '/usr/lib/python3/dist-packages/rest_framework_simplejwt',
  'python3-django-cors-headers': '/usr/lib/python3/dist-packages/corsheaders',
  gunicorn: '/usr/bin/gunicorn',
}

/** Installs what is missing where it may; `null`, or what has to be done by hand. */
export const installDjango = () => installPackages(PACKAGES, 'the real Django takes')
