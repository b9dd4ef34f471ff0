package dev.santoku.cli.compare;

import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.terminal.RunProgressText;
import dev.santoku.report.SoakLines;
import dev.santoku.result.Soak;
import dev.santoku.run.soak.SoakListener;
import java.util.List;
import java.util.stream.Collectors;

/** Tells on standard error how a burn-in goes on: what it found, and on a terminal a last line that moves. */
record SoakProgress(Progress progress) implements SoakListener {
    @Override
    public synchronized void progress(String what) {
        progress.progress(what);
    }

    @Override
    public synchronized void note(String line) {
        progress.note(line);
    }

    @Override
    public synchronized void turn(List<Soak.Part> parts, double secondsLeft) {
        progress.progress(parts.stream().map(SoakLines::now).collect(Collectors.joining(" · "))
                + " · %s left".formatted(RunProgressText.duration(secondsLeft)));
    }
}
