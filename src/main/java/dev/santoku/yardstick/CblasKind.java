package dev.santoku.yardstick;

/** Libraries that are looked for by their usual names. */
enum CblasKind {
    MKL("mkl", "Intel's MKL", "mkl_rt"),
    AOCL("aocl", "AOCL-BLIS on several threads", "blis-mt"),
    BLIS("blis", "BLIS", "blis"),
    ARMPL("armpl", "Arm Performance Libraries", "armpl_lp64_mp"),
    NVPL("nvpl", "NVIDIA's NVPL", "nvpl_blas_lp64_gomp"),
    ACCELERATE("accelerate", "Apple's Accelerate", "Accelerate"),
    FLEXIBLAS("flexiblas", "FlexiBLAS", "flexiblas"),
    OPENBLAS("openblas", "the system's OpenBLAS", "openblas");

    private final String id;
    private final String title;
    private final String stem;

    CblasKind(String id, String title, String stem) {
        this.id = id;
        this.title = title;
        this.stem = stem;
    }

    /** The variant's name. */
    String id() {
        return id;
    }

    /** What people call it. */
    String title() {
        return title;
    }

    /** Its file's name, without {@code lib} before and {@code .so} behind. */
    String stem() {
        return stem;
    }
}
