"""
What may be printed: locations without their secrets, text without control characters.

The application redacts what it says itself; this is for what the blocks print and raise: the source's
URL, the command that is started, and what other libraries say of either.
"""

import re
import unicodedata

HIDDEN = '***'

_URL = re.compile(r'(?<![\w+.-])([A-Za-z][A-Za-z0-9+.-]+):(//?)(?!/)([^\s"\'<>`]*)')
# A password with a space in it, in a text.
_SPACED = re.compile(r'(:/{1,2})[^\s/?#@:"\'<>]+:(?!\s|\d*[/\s])[^\n"\'<>@/]{1,200}@')
_NAMED = (
    r'[\w.-]*(?:password|passwd|passphrase|pwd|secret|token|signature|credential'
    r'|(?:api|access|account|private|shared|session|storage|encryption)[._-]?key)[\w.-]*'
)
_PATTERNS = (
    (
        re.compile(
            r'(?<![\w/@.:*-])[^\s/:@"\'=,;()\[\]<>]+:(?![/\\]|\d{1,5}(?:[/\s]|$))'
            r'[^\s"\'<>]+@(?=\w)'
        ),
        HIDDEN + '@',
    ),
    (re.compile(r'([?&][\w.~%\[\]-]+=)(?!\*)[^&;#\s"\'<>]+'), r'\1' + HIDDEN),
    (re.compile(rf'(;\s?(?:sig|key|pass|auth|{_NAMED})=)(?!\*)[^&;\s"\'<>]+', re.I), r'\1' + HIDDEN),
    (re.compile(rf'(?<![\w/.-])({_NAMED}\s?=\s?)(?!\*)[^\s&;,"\'<>)]+', re.I), r'\1' + HIDDEN),
    (re.compile(rf'("{_NAMED}"\s*:\s*")(?:[^"\\]|\\.)+', re.I), r'\1' + HIDDEN),
    (re.compile(r'(\bBearer\s+)(?!\*)[^\s"\',;<>]+', re.I), r'\1' + HIDDEN),
    (re.compile(r'(\bBasic\s+)(?=[a-z+/]*[A-Z0-9=])[^\s"\',;<>]+'), r'\1' + HIDDEN),
    (
        re.compile(r'-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\Z)', re.S),
        HIDDEN,
    ),
    (re.compile(r'\bya29\.[\w.~+/=-]+|\bAIza[\w-]{20,}|\bgh[pousr]_\w{16,}'), HIDDEN),
)
_INVISIBLE = ('Cc', 'Cf', 'Cs', 'Co', 'Cn', 'Zl', 'Zp')


def redacted(text: object, *locations: str) -> str:
    """
    The text on one line, without secrets and invisible characters.

    locations: those that the text may quote; what is known as one may have spaces in a password
    """
    safe = str(text)
    for location in sorted(locations, key=len, reverse=True):
        safe = safe.replace(location, shown(location))
    safe = without_secrets(safe)
    one_line = re.sub(r'\s*[\r\n]+\s*', ' ', safe.strip())
    return ''.join(c if c == ' ' or _is_visible(c) else _escaped(c) for c in one_line)


def without_secrets(text: str) -> str:
    """The text without secrets; all else of it as it is."""
    safe = _SPACED.sub(rf'\1{HIDDEN}@', text)
    safe = _URL.sub(lambda url: _without_secrets(*url.groups()), safe)
    for pattern, replacement in _PATTERNS:
        safe = pattern.sub(replacement, safe)
    return safe


def shown(location: str) -> str:
    """One location, without its secrets."""
    url = re.fullmatch(r'([A-Za-z][A-Za-z0-9+.-]+):(//?)(?!/)(.*)', location, re.S)
    return redacted(_without_secrets(*url.groups()) if url else location)


def _without_secrets(scheme: str, slashes: str, rest: str) -> str:
    begin = f'{scheme}:{slashes}'
    authority = re.match(r'[^/?#]*', rest).group()
    # A password may have slashes and at signs: what follows the colon is a port, or such a password.
    password = authority.partition(':')[2]
    if '@' in authority:
        end = re.match(r'[^/?#]*[^?#]*', rest).end()
        begin, rest = f'{begin}{HIDDEN}@', rest[rest.rindex('@', 0, end) + 1 :]
    elif password and not password.isdigit() and '@' in rest and not rest.startswith('['):
        begin, rest = f'{begin}{HIDDEN}@', rest[rest.rindex('@') + 1 :]
    web = scheme.lower().startswith('http')
    path, _, fragment = rest.partition('#')
    path, _, query = path.partition('?')
    for sign, part in (('?', query), ('#', fragment)):
        if part and (web or '=' in part):
            part = '&'.join(
                re.sub(r'^([^=]*=)?.*', rf'\1{HIDDEN}', one, flags=re.S) for one in part.split('&')
            )
        path += sign + part if part else ''
    return begin + path


def _escaped(character: str) -> str:
    code = ord(character)
    return f'\\x{code:02x}' if code < 0x100 else f'\\u{code:04x}'


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in _INVISIBLE and not category.startswith('Z')
