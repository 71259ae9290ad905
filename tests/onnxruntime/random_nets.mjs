// Random experiments for the test of `mlp export`: nets of any shape that a config can describe, on random data. All is
// a function of the seed. Layers and activations are dealt out in turn, from shuffled decks of all there are, so that a
// number of nets has every one of them.

// Tommy Ettinger's mulberry32: numbers from 0 (included) to 1 (excluded).
export function random_numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class Chance {
  constructor(seed) {
    this.next = random_numbers(seed);
  }
  integer(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }
  number(low, high) {
    return low + (high - low) * this.next();
  }
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
  pick(list) {
    return list[this.integer(0, list.length - 1)];
  }
}

// Hands out its cards in random order, then again in another.
class Deck {
  constructor(cards, chance) {
    Object.assign(this, {cards, chance, left: []});
  }
  draw() {
    if (this.left.length === 0) this.left = [...this.cards];
    return this.left.splice(this.chance.integer(0, this.left.length - 1), 1)[0];
  }
}

// Settings other than the defaults, one of which is taken half of the time.
const settings_of_activations = {
  leaky_relu: [{negative_slope: 0.2}],
  prelu: [{shared: true}, {initial: -0.5}],
  elu: [{alpha: 0.5}],
  softplus: [{beta: 3}],
  gelu: [{approximate: 'tanh'}],
};

// Settings of activations that have no default.
const required_settings = {
  formula: [
    {expression: 'z * sigmoid(1.702*z)'},
    {expression: 'where(z > 0.1, z, where(z <= -0.5, -0.3, z/2)) + 0.1*(z < 0.3)'},
    {expression: 'max(z, -0.1, z/3) + min(z, 0.4) - abs(z)^1.5/9 + log1p(z^2)'},
    {expression: 'erf(z) - sin(2*z)/3 + sqrt(1 + z^2) - softplus(-z)'},
  ],
};

// What a layer of each type is written with, given how many rows it reads. Those of null join several layers.
function settings_of_layers(chance, activation) {
  const kernel = () => ({use_bias: chance.next() < 0.7, bias_initializer: {type: 'uniform', low: -0.5, high: 0.5}});
  return {
    dense: () => ({units: chance.integer(2, 7), activation: activation(), ...kernel()}),
    activation: () => ({activation: activation()}),
    maxout: () => ({units: chance.integer(2, 6), pieces: chance.integer(2, 4), ...kernel()}),
    dropout: () => ({rate: 0.3}),
    alpha_dropout: () => ({rate: 0.2}),
    gaussian_noise: () => ({stddev: 0.1}),
    batch_normalization: () => ({epsilon: chance.pick([1e-5, 1e-3])}),
    layer_normalization: () => ({epsilon: chance.pick([1e-5, 1e-3])}),
    add: null,
    concatenate: null,
  };
}

const of_two = (s) => [s > 0 ? 'yes' : 'no'];
const of_three = (s) => [s > 1 ? 'c' : s < -1 ? 'a' : 'b'];

// What the net is for: last layer, loss, and the targets of a sample whose features sum up to s.
const tasks = [
  {units: 1, activation: 'sigmoid', loss: 'binary_crossentropy', targets: of_two},
  {units: 2, activation: 'softmax', loss: 'categorical_crossentropy', targets: of_two},
  {units: 3, activation: 'softmax', loss: 'categorical_crossentropy', targets: of_three},
  {units: 3, activation: 'sigmoid', loss: 'binary_crossentropy', targets: of_three},
  {units: 3, activation: 'softmax', loss: 'mean_squared_error', task: 'multiclass_classification', targets: of_three},
  {units: 1, activation: 'linear', loss: 'hinge', targets: of_two},
  {units: 1, activation: 'linear', loss: 'mean_squared_error', targets: (s) => [s]},
  {units: 2, activation: 'any', loss: 'huber', targets: (s) => [s, s * s]},
];

export class RandomNets {
  // `layers` and `activations`: the names of all there are.
  constructor(seed, layers, activations) {
    this.chance = new Chance(seed);
    this.activations = new Deck(activations, this.chance);
    this.settings = settings_of_layers(this.chance, () => this.activation());
    for (const name of layers)
      if (!(name in this.settings)) throw new Error(`random_nets.mjs does not know how to write a layer "${name}"`);
    this.layers = new Deck(layers, this.chance);
    this.count = 0;
  }

  activation() {
    const type = this.activations.draw();
    if (type in required_settings) return {type, ...this.chance.pick(required_settings[type])};
    const others = settings_of_activations[type];
    return others && this.chance.next() < 0.5 ? {type, ...this.chance.pick(others)} : type;
  }

  // Two branches from one layer, so that there is something to join, and any earlier layers that fit.
  join(type, layers, earlier) {
    const chance = this.chance;
    const from = earlier.at(-1), first = chance.integer(2, 5);
    const last = type === 'add' ? first : chance.integer(2, 5);
    const others = earlier.filter((layer) => (type === 'concatenate' || layer.rows === first) && chance.next() < 0.5);
    for (const units of [first, last]) {
      const activation = this.activation();
      this.push(layers, earlier, {type: 'dense', units, activation}, [from], units);
    }
    const inputs = [...earlier.slice(-2), ...others];
    const rows = type === 'add' ? first : inputs.reduce((sum, layer) => sum + layer.rows, 0);
    this.push(layers, earlier, {type}, inputs, rows);
  }

  push(layers, earlier, layer, inputs, rows) {
    const name = `layer ${layers.length + 1}`;
    layers.push({...layer, name, inputs: inputs.map((input) => input.name)});
    earlier.push({name, rows});
  }

  add_layer(layers, earlier) {
    const type = this.layers.draw();
    if (this.settings[type] === null) return this.join(type, layers, earlier);
    const settings = this.settings[type]();
    this.push(layers, earlier, {type, ...settings}, [earlier.at(-1)], settings.units ?? earlier.at(-1).rows);
  }

  // The next net: {name, config, csv, rows, features}.
  next() {
    const chance = this.chance;
    const task = tasks[this.count++ % tasks.length];
    const features = chance.integer(2, 6);
    const layers = [], earlier = [{name: 'input', rows: features}];
    for (let i = chance.integer(3, 6); i > 0; --i) this.add_layer(layers, earlier);
    const activation = task.activation === 'any' ? this.activation() : task.activation;
    this.push(layers, earlier, {type: 'dense', units: task.units, activation}, [earlier.at(-1)], task.units);
    const scaling = chance.pick(['none', 'standardize', {type: 'minmax', range: [-1, 1]}]);
    const of_numbers = ['mean_squared_error', 'huber'].includes(task.loss) && !task.task;
    const target_scaling = of_numbers ? {target_scaling: chance.pick(['none', 'standardize', 'minmax'])} : {};
    const data = this.data(features, task, scaling === 'none');
    return {
      name: `net_${this.count}`, features, ...data,
      config: {
        name: `net_${this.count}`, seed: chance.integer(0, 1000), precision: chance.pick(['float32', 'float64']),
        data: {
          source: {type: 'csv', path: `net_${this.count}.csv`, target: data.targets},
          scaling,
          ...target_scaling,
          task: task.task ?? null,
        },
        model: {layers}, loss: task.loss, optimizer: {type: 'sgd', learning_rate: 0.01},
        training: {epochs: chance.integer(0, 2), batch_size: 8, clip_norm: 1},
      },
    };
  }

  // A table of features of different sizes, and of targets that follow from them.
  data(features, task, plain) {
    const chance = this.chance;
    const scales = Array.from({length: features}, () => (plain ? 1 : Math.exp(chance.number(-3, 5))));
    const means = scales.map((scale) => (plain ? 0 : scale * chance.number(-5, 5)));
    const targets = task.targets(0).map((_, i) => `t${i}`);
    const lines = [[...scales.map((_, i) => `x${i}`), ...targets]], rows = [];
    for (let j = 0; j < 40; ++j) {
      const z = scales.map(() => chance.normal());
      const x = z.map((value, i) => Number((means[i] + scales[i] * value).toPrecision(6)));
      rows.push(x);
      lines.push([...x, ...task.targets(z.reduce((sum, value) => sum + value, 0))]);
    }
    return {csv: lines.map((line) => line.join(',') + '\n').join(''), rows, targets};
  }
}
