// What JSON lacks: NaN, infinities, negative zero and integers beyond 2^53 become strings, bytes become hexadecimal,
// times become microseconds since 1970.
function jsonValue(key, value) {
  if (this[key] instanceof Uint8Array) return Buffer.from(this[key]).toString('hex');
  if (this[key] instanceof Date) return this[key].getTime() * 1000;
  if (value === undefined) return null; // hyparquet's null list
  if (value instanceof Float32Array || value instanceof Float64Array) return Array.from(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value);
  return value;
}

export const print = value => process.stdout.write(JSON.stringify(value, jsonValue) + '\n');
