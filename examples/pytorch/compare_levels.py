"""Compares what two levels of one run give, from the table layer_epoch.

    python3 examples/pytorch/compare_levels.py TABLES/export/layer_epoch.csv

For each layer: medians over the epochs that both have, of the ratio of the
run net_dot's figure to the run net_vector's.
"""

import csv
import statistics
import sys
from typing import Dict, List, Tuple

FIGURES = ("grad_second_moment", "grad_variance",
           "grad_variance_drift_robust", "snr_corrected")
Rows = Dict[Tuple[str, str], Dict[str, str]]


def ratios(dot: Rows, vector: Rows, layer: str, figure: str) -> List[float]:
    found = []
    for (name, epoch), row in dot.items():
        other = vector.get((name, epoch))
        if name == layer and other and row[figure] and other[figure]:
            found.append(float(row[figure]) / float(other[figure]))
    return found


def main(path: str) -> None:
    runs: Dict[str, Rows] = {"net_dot": {}, "net_vector": {}}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            runs[row["run"]][row["layer"], row["epoch"]] = row
    dot, vector = runs["net_dot"], runs["net_vector"]
    layers = sorted({layer for layer, _ in vector})
    print(f"{'layer':<9}" + "".join(f"{f:>28}" for f in FIGURES))
    for layer in layers:
        cells = []
        for figure in FIGURES:
            found = ratios(dot, vector, layer, figure)
            cells.append(f"{statistics.median(found):.4f} ({len(found)})"
                         if found else "-")
        print(f"{layer:<9}" + "".join(f"{cell:>28}" for cell in cells))


if __name__ == "__main__":
    main(sys.argv[1])
