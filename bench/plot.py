"""Draws what bench/run.sh --sweep wrote: plot.py JSON DIRECTORY [PRESET]

speed-width.svg, speed-batch.svg: the fraction of the arithmetic peak, ours and the peers'.
speed-scaling.svg: what a sample costs.
"""
import json
import os
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

STYLES = {  # distinguishable without colour too
    "trilobite": dict(color="#c1440e", marker="o", linewidth=2.4, zorder=3),
    "Eigen": dict(color="#3b6ea5", marker="s", linestyle="--"),
    "OpenBLAS": dict(color="#4f8a4f", marker="^", linestyle="-."),
    "oneDNN": dict(color="#7b5ea7", marker="D", linestyle=":"),
    "libtorch": dict(color="#8a7a3b", marker="v", linestyle=(0, (5, 1, 1, 1, 1, 1))),
}
PANELS = {0: "forward", 1: "training step"}

plt.rcParams.update({
    "font.size": 10, "axes.grid": True, "grid.alpha": 0.25, "axes.spines.top": False, "axes.spines.right": False,
    "lines.markersize": 5, "svg.hashsalt": "trilobite", "svg.fonttype": "none", "figure.facecolor": "white",
})


def contenders(figure):
    """Ours first, then the peers by name."""
    return sorted((key[5:] for key in figure if key.startswith("best ")), key=lambda name: (name != "trilobite", name))


def series(figures, x, y):
    """name -> (xs, ys), by rising x."""
    lines = {}
    for figure in sorted(figures, key=lambda f: f[x]):
        for name in contenders(figure):
            xs, ys = lines.setdefault(name, ([], []))
            xs.append(figure[x])
            ys.append(y(figure, figure["best " + name]))
    return lines


def draw(axes, lines):
    for name, (xs, ys) in lines.items():
        axes.plot(xs, ys, label=name, **STYLES.get(name, {}))


def label_powers(axes, values):
    axes.set_xscale("log", base=2)
    axes.set_xticks(values)
    axes.set_xticklabels([f"{value:g}" for value in values])
    axes.minorticks_off()


def finish(figure, axes, title, path):
    handles, labels = axes.get_legend_handles_labels()
    figure.suptitle(title, y=0.985)
    figure.legend(handles, labels, loc="lower center", ncol=len(labels), frameon=False)
    figure.tight_layout(rect=(0, 0.07, 1, 0.99))
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def draw_fraction_of_peak(figures, x, title, path):
    figure, panels = plt.subplots(1, 2, figsize=(10, 4.4), sharey=True)
    for (training, name), axes in zip(PANELS.items(), panels):
        chosen = [f for f in figures if f["training"] == training]
        # of_peak is ours at our best time; others' are as much less as they are slower.
        draw(axes, series(chosen, x, lambda f, t: 100 * f["of_peak"] * f["best trilobite"] / t))
        axes.axhline(100, color="black", linewidth=1)
        axes.text(0.01, 100.8, "arithmetic peak", transform=axes.get_yaxis_transform(), fontsize=9, va="bottom")
        axes.set(title=name, xlabel=x, ylim=(0, 108))
        label_powers(axes, sorted({f[x] for f in chosen}))
    panels[0].set_ylabel("% of peak")
    finish(figure, panels[0], title, path)


def draw_scaling(sweeps, title, path):
    """sweeps: (figures, what varies, heading)."""
    figure, panels = plt.subplots(1, len(sweeps), figsize=(5 * len(sweeps), 4.4))
    for (figures, x, heading), axes in zip(sweeps, panels):
        draw(axes, series(figures, x, lambda f, t: t / f["batch"] * 1e6))
        axes.set(xlabel=x, title=heading)
        if x == "threads":
            axes.set_ylim(bottom=0)
        else:
            axes.set_yscale("log")
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
            axes.yaxis.set_minor_formatter(NullFormatter())
        if x == "parameters":
            axes.set_xscale("log")
        else:
            label_powers(axes, sorted({f[x] for f in figures}))
    panels[0].set_ylabel("µs a sample")
    finish(figure, panels[0], title, path)


def main():
    source, directory, *preset = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        runs = json.load(file)
    figures = runs[preset[0] if preset else next(iter(runs))]["benchmarks"]
    sweep = {name: [f for f in figures if f["name"].startswith(name + ", ")] for name in ("width", "batch", "threads")}
    training = {name: [f for f in chosen if f["training"]] for name, chosen in sweep.items()}
    batch, width = sweep["width"][0]["batch"], sweep["batch"][0]["width"]
    net = "H inputs, H relu, H outputs"
    draw_fraction_of_peak(sweep["width"], "width", f"{net}: by the width H, mini-batches of {batch:g}",
                          os.path.join(directory, "speed-width.svg"))
    draw_fraction_of_peak(sweep["batch"], "batch", f"{net}: by the mini-batch, H = {width:g}",
                          os.path.join(directory, "speed-batch.svg"))
    draw_scaling([(chosen, x, heading) for chosen, x, heading in (
        (training["width"], "parameters", f"mini-batches of {batch:g}"),
        (training["batch"], "batch", f"H = {width:g}"),
        (training["threads"], "threads", "784-64-64-10, an epoch of fit"),
    ) if chosen], f"{net}: what a sample costs in a training step", os.path.join(directory, "speed-scaling.svg"))


if __name__ == "__main__":
    main()
