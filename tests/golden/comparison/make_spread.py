#!/usr/bin/env python3
"""The values that tests/report/comparison_test.cpp compares with: NumPy's mean, std (n - 1), median and quartiles."""

import numpy as np

for values in ([0.91, 0.88, 0.93, 0.52, 0.9], [3.0, 1.0, 2.0, 10.0], [1e-3, 2e-3]):
    low, middle, high = np.percentile(values, [25, 50, 75])
    print(values, *[repr(float(x)) for x in (np.mean(values), np.std(values, ddof=1), middle, low, high)])
