// Readers of what `mlp export` and `mlp train` write, after the formats' own definitions and independent of the
// program: NumPy's .npz (a zip file of .npy), .safetensors, and the program's .json. Each gives a Map from a tensor's
// name to {shape, values}.
import {readFileSync} from 'node:fs';
import {inflateRawSync} from 'node:zlib';

// The numbers of a tensor, little-endian.
function values_of(bytes, type) {
  const size = {f4: 4, F32: 4, f8: 8, F64: 8}[type];
  if (size === undefined) throw new Error(`a tensor of ${type}`);
  const at = (i) => (size === 4 ? bytes.readFloatLE(4 * i) : bytes.readDoubleLE(8 * i));
  if (bytes.length % size !== 0) throw new Error('a part of a number is left over');
  return Array.from({length: bytes.length / size}, (_, i) => at(i));
}

function checked(name, tensor) {
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  if (count !== tensor.values.length) throw new Error(`${name}: ${tensor.values.length} values for [${tensor.shape}]`);
  return tensor;
}

// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, version 1.0, in C order.
function read_npy(name, bytes) {
  if (bytes.toString('latin1', 0, 8) !== '\x93NUMPY\x01\x00') throw new Error(`${name}: not a .npy file`);
  const begin = 10 + bytes.readUInt16LE(8);
  if (begin % 64 !== 0) throw new Error(`${name}: the data are not aligned to 64 bytes`);
  const header = bytes.toString('latin1', 10, begin);
  const [, type, order, sizes] = header.match(/'descr': '<(f[48])', 'fortran_order': (\w+), 'shape': \(([\d, ]*)\)/);
  if (order !== 'False') throw new Error(`${name}: in Fortran's order`);
  const shape = sizes.split(',').filter((size) => size.trim() !== '').map(Number);
  return checked(name, {shape, values: values_of(bytes.subarray(begin), type)});
}

// PKWARE's APPNOTE: the central directory at the end names the entries.
export function read_npz(path) {
  const bytes = readFileSync(path), tensors = new Map();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; --left) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error(`${path}: no entry of a zip file at ${at}`);
    const method = bytes.readUInt16LE(at + 10), size = bytes.readUInt32LE(at + 20), entry = bytes.readUInt32LE(at + 42);
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString('utf8', at + 46, at + 46 + lengths[0]);
    const data = entry + 30 + bytes.readUInt16LE(entry + 26) + bytes.readUInt16LE(entry + 28);
    const packed = bytes.subarray(data, data + size);
    if (!name.endsWith('.npy')) throw new Error(`${path}: an entry ${name}`);
    tensors.set(name.slice(0, -4), read_npy(name, method === 0 ? packed : inflateRawSync(packed)));
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return tensors;
}

// https://github.com/huggingface/safetensors: the length of a JSON header, the header, the data.
export function read_safetensors(path) {
  const bytes = readFileSync(path), tensors = new Map();
  const begin = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, begin));
  delete header.__metadata__;
  for (const [name, {dtype, shape, data_offsets: [first, last]}] of Object.entries(header)) {
    tensors.set(name, checked(name, {shape, values: values_of(bytes.subarray(begin + first, begin + last), dtype)}));
  }
  return tensors;
}

// Nested lists, an axis each; in float32, decimals that read back as the same float.
export function read_json(path) {
  const net = JSON.parse(readFileSync(path, 'utf8')), tensors = new Map();
  for (const [name, lists] of Object.entries(net.tensors)) {
    const shape = [];
    for (let list = lists; Array.isArray(list); list = list[0]) shape.push(list.length);
    const values = lists.flat(Infinity).map((value) => (net.precision === 'float32' ? Math.fround(value) : value));
    tensors.set(name, checked(name, {shape, values}));
  }
  return tensors;
}

// What is not the same in both, for a message; empty where nothing is.
export function differences(expected, found) {
  const names = [...new Set([...expected.keys(), ...found.keys()])];
  return names.filter((name) => {
    const a = expected.get(name), b = found.get(name);
    return !a || !b || a.shape.join() !== b.shape.join() || a.values.some((value, i) => !Object.is(value, b.values[i]));
  });
}
