package dev.santoku.kitchen;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, looked up by name: Santoku is compiled for a Java that has none. */
final class VirtualThreads {
    private static final String FACTORY = "newVirtualThreadPerTaskExecutor";

    private VirtualThreads() {}

    /** An executor that starts one for each task; empty before Java 21. */
    static Optional<ExecutorService> executor() {
        try {
            MethodHandle factory = MethodHandles.publicLookup()
                    .findStatic(Executors.class, FACTORY, MethodType.methodType(ExecutorService.class));
            return Optional.of((ExecutorService) factory.invoke());
        } catch (Throwable e) {
            if (e instanceof Error error && !(e instanceof LinkageError)) {
                throw error;
            }
            return Optional.empty(); // not there, or in a preview that was not enabled
        }
    }
}
