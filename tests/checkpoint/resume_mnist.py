"""The example mnist is interrupted and goes on: resume_mnist.py PROGRAM."""

import csv
import pathlib
import subprocess
import sys
import tempfile

program = pathlib.Path(sys.argv[1]).resolve()
faults = 0


def check(holds, what):
    global faults
    if not holds:
        faults += 1
        print("does not hold:", what)


with tempfile.TemporaryDirectory() as folder:

    def run(name, *arguments):
        """The exit status and what is written, by a training whose files are called so."""
        usual = {"--net": "shallow", "--samples": "600", "--batch": "32"}
        usual = [word for option, value in usual.items() if option not in arguments for word in (option, value)]
        done = subprocess.run(
            [program, *usual, "--csv", name + ".csv", "--checkpoint", name + ".checkpoint",
             "--export-header", name + ".hpp", *arguments],
            cwd=folder, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def contents(name):
        return (pathlib.Path(folder) / name).read_text()

    def table(name):
        with open(pathlib.Path(folder) / (name + ".csv"), newline="") as file:
            return [{key: value for key, value in row.items() if key != "seconds"} for row in csv.DictReader(file)]

    rate = ("--learning-rate", "0.05")
    status, words, _ = run("whole", *rate, "--epochs", "4")
    check(status == 0 and "before any training:" in words and "learning rate 0.05," in words, "a whole training")

    # Interrupted behind the second epoch, whose checkpoint is the last; but the table has the third already.
    run("part", *rate, "--epochs", "2")
    kept = pathlib.Path(folder) / "part.checkpoint"
    before = kept.read_bytes()
    run("part", *rate, "--epochs", "3", "--resume")
    kept.write_bytes(before)
    check([row["epoch"] for row in table("part")] == ["1", "2", "3"], "a table that is ahead of its checkpoint")

    for arguments, complaint in [
            (("--learning-rate", "0.1"),
             "part.checkpoint: the checkpoint is of a training with another learning rate: expected 0.1, found 0.05"),
            (("--seed", "2"), "part.checkpoint: the checkpoint is of another training: expected "),
            (("--batch", "64"), "part.checkpoint: the checkpoint is of another training: expected "),
            (("--samples", "500"), "part.checkpoint: the checkpoint is of another training: expected "),
            (("--net", "intermediate"), "part.checkpoint: the checkpoint is of another training: expected ")]:
        table_before = contents("part.csv")
        status, words, complaints = run("part", "--epochs", "4", "--resume", *arguments)
        check(status != 0 and complaint in complaints, f"{arguments} are refused: {complaints}")
        check("epoch   " not in words, f"nothing is trained by {arguments}")
        check(kept.read_bytes() == before and contents("part.csv") == table_before, f"files stay: {arguments}")

    # The learning rate need not be said again.
    status, words, _ = run("part", "--epochs", "4", "--resume")
    check(status == 0, "a resumed training")
    check("before any training" not in words, "what goes on has been trained")
    check("going on with epoch 3: part.checkpoint holds those before\n" in words, words)
    check("learning rate 0.05," in words, "the learning rate is that of the training")
    check("epoch   2/4" not in words and "epoch   3/4" in words, "it begins behind what there is")
    check(table("part") == table("whole") and len(table("whole")) == 4, "the tables are the same but for the seconds")
    check(contents("part.hpp").replace("part", "") == contents("whole.hpp").replace("whole", ""), "the same bits")

    status, words, _ = run("part", *rate, "--epochs", "4", "--resume")
    check("nothing is left to train: part.checkpoint holds 4 epochs\n" in words, "the end")
    check(table("part") == table("whole"), "the table stays")

    # Where there is no file yet, a training begins, whatever table there is.
    kept.unlink()
    status, words, _ = run("part", *rate, "--epochs", "1", "--resume")
    check("before any training:" in words and [row["epoch"] for row in table("part")] == ["1"], "a new beginning")

sys.exit(faults != 0)
