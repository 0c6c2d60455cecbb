"""Softmax regression over sparse and dense columns at once: classes weighted evenly, ridge penalty, L-BFGS."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

ITERATIONS = 80


def fit(
    sparse: sp.csr_matrix, dense: np.ndarray | None, labels: np.ndarray, inverse: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (sparse columns, then dense ones; × 3: negative, neutral, positive) and three intercepts."""
    n, wide = sparse.shape
    deep = 0 if dense is None else dense.shape[1]
    truth = np.eye(3)[labels + 1]
    weight = (n / (3 * truth.sum(0)))[labels + 1]
    sparse = sparse.astype(np.float32)
    turned = sparse.T.tocsr()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        x = flat.reshape(-1, 3)
        logits = sparse @ x[:wide].astype(np.float32) + x[-1]
        if dense is not None:
            logits = logits + dense @ x[wide:-1].astype(np.float32)
        logits = logits - logits.max(1, keepdims=True)
        chance = np.exp(logits)
        total = chance.sum(1, keepdims=True)
        value = -(weight * (truth * (logits - np.log(total))).sum(1)).sum()
        slope = (chance / total - truth) * weight[:, None]
        small = slope.astype(np.float32)
        gradient = np.empty_like(x)
        gradient[:wide] = turned @ small
        if dense is not None:
            gradient[wide:-1] = dense.T @ small
        gradient[-1] = slope.sum(0)
        gradient[:-1] += x[:-1] / inverse
        return value + 0.5 / inverse * float(np.square(x[:-1]).sum()), gradient.ravel()

    start = np.zeros((wide + deep + 1) * 3)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS, "ftol": 1e-5})
    x = found.x.reshape(-1, 3)
    return x[:-1], x[-1]
