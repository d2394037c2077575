import fc from 'fast-check'

/** Values that are easily taken for others, and any JSON. */
export const oddValues = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    true,
    '',
    '0',
    '1',
    '1.a',
    0,
    -1,
    1.5,
    1e15,
    1e308,
    -1e308,
    [],
    {},
    ['1.a'],
    'a b',
    'ü',
    'a\nb',
    'abc',
    'a.b.c',
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
