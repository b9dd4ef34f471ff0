package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who counts energy. A burst of products is long beside the steps in which the counter moves. */
public enum EnergySource {
    /** The processor's packages, in steps of about a millisecond. */
    @JsonProperty("rapl")
    RAPL("rapl", 0.02, 0.2),

    /** An NVIDIA GPU's board, in steps of 20 to 100 ms, averaged over as long. */
    @JsonProperty("nvml")
    NVML("nvml", 0.3, 1);

    private final String label;
    private final double settlingSeconds;
    private final double burstSeconds;

    EnergySource(String label, double settlingSeconds, double burstSeconds) {
        this.label = label;
        this.settlingSeconds = settlingSeconds;
        this.burstSeconds = burstSeconds;
    }

    /** As the result file writes it. */
    public String label() {
        return label;
    }

    /** Seconds of products before the counter is read first, so that it no longer averages over what was before. */
    public double settlingSeconds() {
        return settlingSeconds;
    }

    /** Seconds between two readings, at least. */
    public double burstSeconds() {
        return burstSeconds;
    }

    /** Seconds that all of it should take where products are quick. */
    public double expectedSeconds() {
        return settlingSeconds + burstSeconds;
    }
}
