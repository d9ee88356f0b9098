import type { LossColumns, TakenLosses } from "./trainingRun.js";

/** All losses of a run, step by step from 0, as they come in. Nothing is thinned here. */
export class TrainingHistory {
  readonly #network = new GrowingLosses();
  readonly #convolution = new GrowingLosses();
  readonly #closedForm = new GrowingLosses();
  readonly #marks = new GrowingList();

  append({ network, convolution, closedForm }: TakenLosses): void {
    this.#network.append(network);
    this.#convolution.append(convolution);
    this.#closedForm.append(closedForm);
    this.#marks.append(closedForm.steps);
  }

  get network(): LossColumns {
    return this.#network.columns;
  }

  get convolution(): LossColumns {
    return this.#convolution.columns;
  }

  /** of the steps `steps` */
  get closedForm(): LossColumns & { readonly steps: Float64Array } {
    return { ...this.#closedForm.columns, steps: this.#marks.values };
  }
}

class GrowingLosses {
  readonly #train = new GrowingList();
  readonly #test = new GrowingList();

  append({ train, test }: LossColumns): void {
    this.#train.append(train);
    this.#test.append(test);
  }

  get columns(): LossColumns {
    return { train: this.#train.values, test: this.#test.values };
  }
}

/** A list of numbers that grows at its end, for which its place doubles when it is full. */
class GrowingList {
  #room = new Float64Array(256);
  #length = 0;

  get values(): Float64Array {
    return this.#room.subarray(0, this.#length);
  }

  append(values: Float64Array): void {
    const length = this.#length + values.length;
    if (length > this.#room.length) {
      const room = new Float64Array(Math.max(length, 2 * this.#room.length));
      room.set(this.values);
      this.#room = room;
    }
    this.#room.set(values, this.#length);
    this.#length = length;
  }
}
