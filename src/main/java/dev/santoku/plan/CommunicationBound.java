package dev.santoku.plan;

/**
 * What processors have to receive at least, of each other, for a classical product of an m×k and a k×n matrix: elements that any
 * algorithm moves, whose factors lie in equal shares on the processors at first.
 *
 * <p>With M elements of memory each: Irony, Toledo and Tiskin, Communication lower bounds for distributed-memory matrix
 * multiplication, 2004. Whatever the memory: Al Daas, Ballard, Grigori, Kumar and Rouse, Tight memory-independent parallel matrix
 * multiplication communication lower bounds, 2022.
 */
public final class CommunicationBound {
    private CommunicationBound() {}

    /**
     * The larger of both bounds, for all processors together.
     *
     * @param processors at least 1
     * @param memory elements that one holds at most
     */
    public static double elements(int m, int n, int k, int processors, double memory) {
        if (processors == 1) {
            return 0;
        }
        return processors
                * Math.max(0, Math.max(withMemory(m, n, k, processors, memory), anyMemory(m, n, k, processors)));
    }

    private static double withMemory(double m, double n, double k, int processors, double memory) {
        return m * n * k / (2 * Math.sqrt(2) * processors * Math.sqrt(memory)) - memory;
    }

    private static double anyMemory(double m, double n, double k, int processors) {
        double longest = Math.max(m, Math.max(n, k));
        double shortest = Math.min(m, Math.min(n, k));
        double middle = m + n + k - longest - shortest;
        double touched;
        if (processors <= longest / middle) {
            touched = longest * (middle + shortest) / processors + middle * shortest;
        } else if (processors <= longest * middle / (shortest * shortest)) {
            touched = 2 * Math.sqrt(longest * middle / processors) * shortest + longest * middle / processors;
        } else {
            touched = 3 * Math.pow(longest * middle * shortest / processors, 2.0 / 3);
        }
        double own = (longest * middle + longest * shortest + middle * shortest) / processors;
        return touched - own;
    }
}
