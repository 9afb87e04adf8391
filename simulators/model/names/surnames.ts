import { draw, nth } from '../random.js'
import type { Key } from '../random.js'

// prettier-ignore
const starts = [
  'Alder', 'Amber', 'Barley', 'Beck', 'Bramble', 'Briar', 'Brindle', 'Candle', 'Cobble', 'Copper', 'Dapple', 'Drift', 'Elder',
  'Fallow', 'Fern', 'Flint', 'Gorse', 'Hazel', 'Heather', 'Juniper', 'Kestrel', 'Lantern', 'Larch', 'Linnet', 'Marrow', 'Meadow',
  'Mossy', 'Nettle', 'Otter', 'Pebble', 'Plover', 'Quarry', 'Quill', 'Ripple', 'Rowan', 'Saffron', 'Sorrel', 'Tansy', 'Teasel',
  'Thistle', 'Umber', 'Velvet', 'Willow', 'Winter', 'Wren', 'Yarrow',
] as const

// prettier-ignore
const endings = [
  'acre', 'bank', 'bourne', 'by', 'combe', 'croft', 'dale', 'down', 'feather', 'fold', 'garth', 'grove', 'hollow', 'holt', 'lock',
  'marsh', 'mere', 'shaw', 'stead', 'stile', 'thorpe', 'wain', 'wick', 'worth',
] as const

/** Made up in the sound of many languages; accents, apostrophes and spaces are there to be got wrong by somebody. */
// prettier-ignore
const others = [
  'Adekunbari', 'Akintolade', 'Al-Zahrini', 'Banerwala', 'Bhattarnath', 'Chaudrani', 'Chukwumezie', 'D’Almarra', 'Dąbrowicz',
  'de la Torrida', 'Eszterházi-Tóthe', 'Farrukhali', 'Gïrdharan', 'Haşimoğlu', 'Ibrahimzadi', 'Jayasundari', 'Kapoorwal', 'Kowalszek',
  'Lindqvarn', 'Mac Giollarua', 'Mbekanzi', 'Nakashirou', 'Ngubalo', 'Ní Dhuibhearna', 'O’Brackley', 'Okonwezu', 'Owusankra',
  'Papadrakis', 'Parekhani', 'Qureshani', 'Rahmanzai', 'Řehořkova', 'São Martel', 'Sidhuwal', 'St. Ambrel', 'Subramarajan',
  'Škorvan', 'Tan-Weiling', 'Tranhoai', 'Vasilenkov', 'Wójtaszek', 'Xiongmei', 'Yildirgan', 'Zhaoming',
] as const

/** An invented surname; now and then a double one. */
export function surnameOf(seed: number, ...keys: readonly Key[]): string {
  const one = single(draw(seed, 'surname', ...keys))
  const second = draw(seed, 'second surname', ...keys)
  return second % 25 === 0 ? `${one}-${english(second >>> 5)}` : one
}

function single(value: number): string {
  return value % 10 < 3 ? nth(others, (value >>> 4) % others.length) : english(value >>> 4)
}

function english(value: number): string {
  return nth(starts, value % starts.length) + nth(endings, Math.floor(value / starts.length) % endings.length)
}
