package dev.santoku.run.soak;

import dev.santoku.result.Soak;
import java.util.List;

/** Is told how a burn-in goes on, from the threads of its devices. */
public interface SoakListener {
    /** Something that takes a while before the load begins. */
    void progress(String what);

    /** Something that the user should know at once, in one line. */
    void note(String line);

    /**
     * A few seconds have passed on one device.
     *
     * @param parts all that are under load
     * @param secondsLeft of load
     */
    void turn(List<Soak.Part> parts, double secondsLeft);
}
