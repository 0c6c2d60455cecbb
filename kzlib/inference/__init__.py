"""How sure one may be when articles come in outlets: intervals, permutation p, false discovery, shrinkage.

Four outlets are not four thousand articles.  Everything here takes *cells* (an outlet's number of articles,
sum and sum of squares), so that a contrast over a million articles costs milliseconds, and treats the
**outlet** as the unit that was drawn.
"""

from kzlib.inference.bootstrap import bootstrap_means, mean_interval, percentiles
from kzlib.inference.cells import Cells, difference, effective, linearised, side_means
from kzlib.inference.clustered import cluster_t, t_p
from kzlib.inference.contrast import contrast
from kzlib.inference.multiple import benjamini_hochberg, shrink
from kzlib.inference.permutation import label_permutations, permutation_p
from kzlib.inference.shares import difference_of_shares, share_from_variance, share_interval
from kzlib.inference.welch import t_interval, welch

__all__ = [
    "Cells",
    "benjamini_hochberg",
    "bootstrap_means",
    "cluster_t",
    "contrast",
    "difference",
    "difference_of_shares",
    "effective",
    "label_permutations",
    "linearised",
    "mean_interval",
    "percentiles",
    "permutation_p",
    "share_from_variance",
    "share_interval",
    "side_means",
    "shrink",
    "t_interval",
    "t_p",
    "welch",
]
