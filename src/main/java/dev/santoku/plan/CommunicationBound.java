package dev.santoku.plan;

/**
 * What a node has to send or receive at least, whatever the algorithm: in elements, for C = A·B of n×n matrices that lie evenly over
 * all nodes before and after.
 */
final class CommunicationBound {
    private CommunicationBound() {}

    /**
     * The larger of two bounds. One holds for nodes of little memory: n³/(2√2·P·√M) − M (D. Irony, S. Toledo, A. Tiskin,
     * <i>Communication lower bounds for distributed-memory matrix multiplication</i>, Journal of Parallel and Distributed Computing
     * 64, 2004). The other holds for any memory: 3·n²·(P^(−2/3) − 1/P) (H. Al Daas, G. Ballard, L. Grigori, S. Kumar, K. Rouse,
     * <i>Tight memory-independent parallel matrix multiplication communication lower bounds</i>, SPAA 2022).
     *
     * @param n the side of the matrices
     * @param nodes P
     * @param memory M, in elements
     */
    static double elements(int n, int nodes, double memory) {
        double volume = (double) n * n * n;
        double limited = volume / (2 * Math.sqrt(2) * nodes * Math.sqrt(memory)) - memory;
        double unlimited = 3 * (double) n * n * (Math.pow(nodes, -2.0 / 3) - 1.0 / nodes);
        return Math.max(0, Math.max(limited, unlimited));
    }
}
