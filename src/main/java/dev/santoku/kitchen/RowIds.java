package dev.santoku.kitchen;

/** The names of rows in the lesson file. */
public final class RowIds {
    /** {@code order}: whole tasks in every order. */
    public static final String PERMUTATIONS = "permutations";
    /** {@code order}: steps of all tasks, drawn one by one. */
    public static final String INTERLEAVINGS = "interleavings";
    /** {@code order}: interleaved by the operating system. */
    public static final String THREADS = "threads";
    /** {@code order}: the orders that a graph allows. */
    public static final String DEPENDENCY = "dependency";
    /** {@code order}: all others. */
    public static final String DEPENDENCY_IGNORED = "dependency-ignored";
    /** {@code order}: reading, adding and writing, each other's work in between. */
    public static final String CARELESS = "shared-bowl-careless";
    /** {@code order}: the same, nobody in between. */
    public static final String CAREFUL = "shared-bowl-careful";
    /** {@code knives} and {@code drivers}: what the others are compared with. */
    public static final String ONE_AFTER_THE_OTHER = "one-after-the-other";
    /** {@code knives}: on one core, handed on after a helping. */
    public static final String TURNS_COARSE = "turns-coarse";
    /** {@code knives}: on one core, as the operating system has it. */
    public static final String TURNS_FINE = "turns-fine";
    /** {@code knives}: a core each. */
    public static final String PARALLEL = "parallel";
    /** {@code drivers}: a thread for each device. */
    public static final String ONE_CORE = "concurrent-one-core";
    /** {@code drivers}: likewise. */
    public static final String ALL_CORES = "concurrent-all-cores";
    /** {@code drivers}: on one core, where the system can hold threads there. */
    public static final String VIRTUAL_THREADS = "virtual-threads";
    /** {@code matrix}: one core. */
    public static final String SINGLE = "single";
    /** {@code matrix}: all cores. */
    public static final String POOL = "pool";
    /** {@code matrix}: OpenCL; {@code @} and the device follow where there is one. */
    public static final String OPENCL = "jocl";

    /** {@code matrix}: our own cores and OpenCL together; {@code @} and the devices follow where there are any. */
    public static final String HYBRID = "hybrid";

    private RowIds() {}
}
