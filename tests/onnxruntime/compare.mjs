// Exports random nets (random_nets.mjs), runs them in ONNX Runtime, and compares with `mlp predict`:
//     node compare.mjs MLP FOLDER [SEED]      MLP: the program; FOLDER: where configs, data and runs go
// A difference of more than 1e-5 (of the value, where that is above 1) is a failure. So is any in the tensors that are
// exported as .npz, .safetensors and .json.
import * as ort from 'onnxruntime-web';
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {differences, read_json, read_npz, read_safetensors} from './net_files.mjs';
import {RandomNets} from './random_nets.mjs';

const nets = 20;
const tolerance = 1e-5;
const [mlp, folder, seed = '1'] = process.argv.slice(2);
ort.env.wasm.numThreads = 1;

const run = (...words) => execFileSync(mlp, words, {cwd: folder, encoding: 'utf8'});
const names_in = (list) => run('list', list).match(/^\w+/gm); // what begins with a space is a parameter

function train(net) {
  writeFileSync(join(folder, `${net.name}.csv`), net.csv);
  writeFileSync(join(folder, `${net.name}.json`), JSON.stringify(net.config, null, 2));
  run('train', `${net.name}.json`, '--quiet', '--force');
  for (const ending of ['onnx', 'npz', 'safetensors', 'json'])
    run('export', `runs/${net.name}`, '-o', `${net.name}.${ending}`, '--quiet');
}

// The tensors of model.safetensors, and of other files of the net that differ from it: "net_1.npz: dense_1/kernel".
function tensors_of(net) {
  return read_safetensors(join(folder, 'runs', net.name, 'model.safetensors'));
}
function mistakes_in_tensors(net, expected) {
  const files = {npz: read_npz, safetensors: read_safetensors, json: read_json};
  return Object.entries(files).flatMap(([ending, read]) => {
    const file = `${net.name}.${ending}`;
    return differences(expected, read(join(folder, file))).map((name) => `${file}: ${name}`);
  });
}

// What the program says, an array a sample: all classes' p or all targets. Of a single output for two classes, the file
// has that of the second.
function predicted(net) {
  const [head, ...lines] = run('predict', `runs/${net.name}`, '--data', `${net.name}.csv`).trimEnd().split('\n');
  const cells = lines.map((line) => line.split(',').slice(head.startsWith('predicted,') ? 1 : 0).map(Number));
  return cells.map((row) => row.slice(-net.config.model.layers.at(-1).units));
}

async function computed(net, rows) {
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(join(folder, `${net.name}.onnx`))));
  const input = new ort.Tensor('float32', Float32Array.from(rows.flat()), [rows.length, net.features]);
  const {output} = await session.run({input});
  await session.release();
  const width = output.dims[1];
  if (output.dims[0] !== rows.length) throw new Error(`${net.name}: ${output.dims[0]} rows for ${rows.length} samples`);
  return rows.map((_, j) => Array.from(output.data.slice(j * width, (j + 1) * width)));
}

// The largest difference; infinite where sizes differ or a number is none.
function difference(expected, found) {
  let largest = 0;
  for (const [j, row] of expected.entries()) {
    if (row.length !== found[j]?.length) return Infinity;
    for (const [i, value] of row.entries()) {
      const error = Math.abs(found[j][i] - value) / Math.max(1, Math.abs(value));
      largest = Math.max(largest, Number.isFinite(error) ? error : Infinity);
    }
  }
  return largest;
}

const layers = names_in('layers'), activations = names_in('activations');
const random = new RandomNets(Number(seed), layers, activations);
const seen = new Set();
let failures = 0, first;
for (let i = 0; i < nets; ++i) {
  const net = random.next();
  first ??= net;
  for (const layer of net.config.model.layers)
    seen.add(`layer ${layer.type}`).add(`activation ${layer.activation?.type ?? layer.activation}`);
  train(net);
  const expected = predicted(net);
  const error = Math.max(difference(expected, await computed(net, net.rows)),
                         difference(expected.slice(0, 1), await computed(net, net.rows.slice(0, 1))));
  const types = net.config.model.layers.map((layer) => layer.type).join(' ');
  const verdict = error <= tolerance ? 'ok' : 'FAILED';
  const {precision, loss} = net.config;
  console.log(`${verdict}  ${net.name}  ${error.toExponential(1)}  ${precision}, ${loss}: ${types}`);
  if (!(error <= tolerance)) ++failures;
  for (const mistake of mistakes_in_tensors(net, tensors_of(net))) {
    console.log(`FAILED  ${mistake} is not that of model.safetensors`);
    ++failures;
  }
}

const words = [...layers.map((name) => `layer ${name}`), ...activations.map((name) => `activation ${name}`)];
const missed = words.filter((word) => !seen.has(word));
if (missed.length > 0) {
  console.log(`FAILED  no net has: ${missed.join(', ')}`);
  ++failures;
}

// A comparison that cannot fail proves nothing: inputs that are one per cent off must show.
const shifted = first.rows.map((row) => row.map((value) => value * 1.01));
if (difference(predicted(first), await computed(first, shifted)) <= tolerance) {
  console.log('FAILED  other inputs gave the same outputs');
  ++failures;
}
const changed = tensors_of(first);
changed.values().next().value.values[0] += 1e-7;
if (mistakes_in_tensors(first, changed).length !== 3) {
  console.log('FAILED  a changed tensor was not noticed');
  ++failures;
}
console.log(`${nets} nets, ${failures} failures`);
process.exit(failures > 0 ? 1 : 0);
