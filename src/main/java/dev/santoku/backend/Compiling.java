package dev.santoku.backend;

import java.util.List;

/** A {@link Backend} that can find out what the compilers of its devices accept, beyond what its products need. */
public interface Compiling {
    /** What it can ask, in the order in which that makes sense. Loads no native code. */
    List<CompilerQuestion> questions();

    /**
     * Has a small kernel compiled and, where that goes well, runs it and checks the result. May crash or hang with the
     * driver: call it in a worker process.
     *
     * @param device one of {@link Backend#probe()}'s
     * @param question the id of one of {@link #questions()}
     * @throws BackendException when the device cannot be opened
     */
    CompilerAnswer ask(Device device, String question);
}
