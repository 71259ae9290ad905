"""Prints what the least reconstruction error of the first 400 digits through 5 numbers is, by scikit-learn 1.2.1's PCA,
for tests/app/autoencoder_test.cpp: no linear auto-encoder can do better (Baldi & Hornik 1989), and a trained one gets
there.
"""
import os

import numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

digits = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "data", "digits.csv")
x = np.loadtxt(digits, delimiter=",", skiprows=1)[:400, :64]
scaler = StandardScaler().fit(x)
z = scaler.transform(x)
pca = PCA(5).fit(z)
rebuilt = pca.inverse_transform(pca.transform(z))
print("standardized:", repr(np.mean((rebuilt - z) ** 2)))
print("original:    ", repr(np.mean((scaler.inverse_transform(rebuilt) - x) ** 2)))
