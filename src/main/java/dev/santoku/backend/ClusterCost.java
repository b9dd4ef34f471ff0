package dev.santoku.backend;

/**
 * What products of one shape cost on a cluster: means over all of them. The four shares are of the time of all slots, from 0 to 1.
 *
 * @param slots how many tasks run at once
 * @param shuffledBytes that tasks of a product wrote for others, also those that stayed in their executor
 * @param leastBytes that slots have to receive of each other, in any algorithm; 0 where there is one slot
 * @param computing the share in which tasks computed
 * @param writing the share in which they wrote what they shuffle
 * @param waiting the share in which they waited for it
 * @param idle the share in which no task ran
 * @param prediction of a product's time; null where there is no model of it
 */
public record ClusterCost(
        int slots,
        double shuffledBytes,
        double leastBytes,
        double computing,
        double writing,
        double waiting,
        double idle,
        Prediction prediction) {
    /**
     * What a model says before a product is computed. It knows no time of any product on the cluster.
     *
     * @param seconds of one product, without upload and download
     * @param slotGflops rate of a slot that the model takes, in 10⁹ operations a second
     * @param networkGBs what passes through the shuffle for each slot, in 10⁹ bytes a second
     */
    public record Prediction(double seconds, double slotGflops, double networkGBs) {}
}
