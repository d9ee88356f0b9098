// What each experiment brings to light: plain JSON, drawn by the report and the lab. All lists over lags begin at lag 0.

/** Tangent kernels of finite width against diag(rho). */
export interface KernelsEvidence {
  readonly lags: number;
  readonly widths: readonly number[];
  readonly series: readonly {
    readonly nuW: number;
    /** relative Frobenius distance, by width and seed */
    readonly distances: readonly (readonly number[])[];
    /** geometric mean over the seeds, by width */
    readonly typical: readonly number[];
    /** of log distance against log width, by least squares over all seeds; with its 95 % interval */
    readonly slope: number;
    readonly slopeInterval: readonly [number, number];
  }[];
  /** one kernel of the widest network, T×T, beside its limit */
  readonly example: {
    readonly nuW: number;
    readonly width: number;
    readonly kernel: readonly (readonly number[])[];
    readonly rho: readonly number[];
  };
}

/** Normalised losses (mean squared error over the output's power), by step from 0. */
export interface LossCurves {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Network, convolution and closed form trained on the same teacher. */
export interface TrainingEvidence {
  readonly teacher: string;
  readonly runs: readonly {
    readonly nuW: number;
    readonly width: number;
    readonly learningRate: number;
    readonly network: LossCurves;
    readonly convolution: LossCurves;
    readonly closedForm: LossCurves;
    /** largest distance of the training curves of network and convolution, over the initial loss */
    readonly largestGap: number;
  }[];
  readonly gaps: readonly {
    readonly nuW: number;
    readonly widths: readonly number[];
    /** by width and seed */
    readonly gaps: readonly (readonly number[])[];
    readonly typical: readonly number[];
    readonly slope: number;
    readonly slopeInterval: readonly [number, number];
  }[];
}

/** How far back training reaches. */
export interface BiasEvidence {
  readonly width: number;
  readonly steps: number;
  readonly delays: readonly number[];
  readonly runs: readonly {
    readonly nuW: number;
    /** 95 % memory horizon, lags */
    readonly horizon: number;
    /** normalised training error after `steps`, by delay: the network's, and what rho alone predicts */
    readonly networkError: readonly number[];
    readonly predictedError: readonly number[];
    /** both begin at the network's own random response, whose error may be above 1 */
    readonly initialError: readonly number[];
    /** ‖L_j(steps) − L_j(0)‖ / rho_j by lag for one delay, and the theorem's B, eta sum over steps of max_i ‖G_i‖ */
    readonly movedOverRho: readonly number[];
    readonly bound: number;
    /** rho_j and how far the coefficient has moved, by lag, for the same delay */
    readonly rho: readonly number[];
    readonly moved: readonly number[];
    readonly movedDelay: number;
    /** eta |sum over the steps of G_j| by lag: what pulled at it. The theory says moved = rho · pulled. */
    readonly pulled: readonly number[];
  }[];
}

/** Vanishing and exploding gradients. */
export interface GradientsEvidence {
  readonly width: number;
  readonly lags: number;
  /** how many networks each mean is over */
  readonly seeds: number;
  readonly runs: readonly {
    readonly nuW: number;
    /** squared gradient norm of L_j with respect to each parameter: the limit's shares, and networks' mean */
    readonly limit: Shares;
    readonly network: Shares;
    /** relative distance of the sums, lag by lag */
    readonly distance: readonly number[];
  }[];
  readonly spectralRadius: readonly {
    readonly nuW: number;
    readonly predicted: number;
    readonly measured: readonly number[];
  }[];
}

export interface Shares {
  readonly readout: readonly number[];
  readonly input: readonly number[];
  readonly transition: readonly number[];
}

/** A recording that nobody made up. */
export interface DataEvidence {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly samples: number;
  readonly training: {
    readonly nuW: number;
    readonly width: number;
    readonly lags: number;
    readonly network: LossCurves;
    readonly convolution: LossCurves;
    readonly largestGap: number;
  };
  /** mean test R² over the outputs, by number of lags: flat weights and the RNN's, all else chosen by evidence */
  readonly byLags: readonly { readonly lags: number; readonly flat: number; readonly rnn: number }[];
  /** log evidence less its maximum, by nu_W, the shares' ratio kept where the maximum is */
  readonly evidenceCurve: readonly { readonly nuW: number; readonly logEvidence: number }[];
  /** log evidence of flat weights, less the same maximum */
  readonly flatEvidence: number;
  readonly chosen: {
    readonly nuW: number;
    readonly nu: number;
    readonly horizon: number;
    readonly testR2: number;
  };
  /** what default initialisations' weights would have given */
  readonly defaults: readonly {
    readonly name: string;
    readonly nuW: number;
    readonly logEvidence: number;
    readonly testR2: number;
  }[];
}

/** Where the limit stops telling the truth: long lags at finite width. */
export interface FiniteWidthEvidence {
  readonly nuW: number;
  readonly runs: readonly {
    readonly width: number;
    readonly lags: readonly number[];
    /** mean over seeds of ‖Q_j‖² / (n nu_F nu_W^j): 1 in the limit; with its standard error */
    readonly ratio: readonly number[];
    readonly standardError: readonly number[];
    /** what exact finite-width theory says of it */
    readonly predicted: readonly number[];
  }[];
  /** the lag, in units of √n, up to which the ratio stays within 10 % of 1, by width */
  readonly reach: readonly { readonly width: number; readonly lagOverRoot: number }[];
}
