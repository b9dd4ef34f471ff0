package dev.santoku.cluster;

import java.io.Serializable;
import java.util.List;

/**
 * What every node is to run.
 *
 * @param id of the fleet's run: a node that is asked twice for the same does it once
 * @param home the checkout or bundle that nodes run; of a bundle that Spark brings, its file's name
 * @param bundled whether Spark brings it
 * @param arguments of {@code compare}
 * @param limitSeconds after which a node counts as hung
 */
record Assignment(String id, String home, boolean bundled, List<String> arguments, long limitSeconds)
        implements Serializable {
    Assignment {
        arguments = List.copyOf(arguments);
    }

    /** The same for one of several runs. */
    Assignment ofRun(int run) {
        return new Assignment(id + "-" + run, home, bundled, arguments, limitSeconds);
    }
}
