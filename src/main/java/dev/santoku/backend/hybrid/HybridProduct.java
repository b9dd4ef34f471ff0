package dev.santoku.backend.hybrid;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One product that several processors share. B goes to a processor with its first tile, while others compute already; so all of
 * uploading and downloading is part of computing here.
 */
final class HybridProduct extends AbstractProduct {
    /** Between the names of processors. */
    static final String AND = " and ";

    private final HybridMultiplier multiplier;
    private final Matrix a;
    private final Matrix c;
    private final List<Member> members;
    private final TileCheck check;
    private volatile Handout current;
    private String ranOn;

    /**
     * Uploads nothing yet.
     *
     * @param c m×n; gets the product
     */
    HybridProduct(HybridMultiplier multiplier, Shape shape, Matrix a, Matrix b, Matrix c) {
        super(shape);
        this.multiplier = multiplier;
        this.a = a;
        this.c = c;
        check = new TileCheck(shape, a, b, c, System.nanoTime());
        members = multiplier.processors().stream()
                .map(processor -> new Member(processor, a, b, c, check))
                .toList();
    }

    @Override
    protected void run() {
        Handout tiles = new Handout(
                shape().m(), multiplier.grain(), multiplier.paces().of(a.precision(), shape()), System::nanoTime);
        current = tiles;
        if (!isCancelled()) {
            run(tiles);
        }
    }

    @Override
    protected void stop() {
        Handout tiles = current;
        if (tiles != null) {
            tiles.stop();
        }
        members.forEach(Member::cancel);
    }

    private void run(Handout handout) {
        long begin = System.nanoTime();
        List<Future<?>> others = new ArrayList<>();
        List<Integer> asleep = new ArrayList<>();
        members.forEach(member -> member.begin(begin));
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).trouble().isPresent()) {
                handout.leaves(i);
            }
        }
        for (int i = 1; i < members.size(); i++) {
            if (handout.wakes(i)) {
                start(i, handout).ifPresent(others::add);
            } else {
                asleep.add(i);
            }
        }
        members.get(0).work(handout, 0);
        others.forEach(HybridProduct::await);
        // Those that were not worth waking redo what the others could not.
        asleep.forEach(processor -> members.get(processor).work(handout, processor));
        long end = System.nanoTime();
        if (isCancelled()) {
            return;
        }
        if (!handout.isComplete()) {
            throw failure();
        }
        ranOn = IntStream.range(0, members.size())
                .filter(i -> handout.work(i).tiles() > 0)
                .mapToObj(i -> members.get(i).name())
                .distinct()
                .collect(Collectors.joining(AND));
        remember(handout);
        multiplier.tell(a.precision(), shape(), Account.of(members, handout, begin, end));
    }

    /** Empty where the system has no thread for it: then it is lost, since its driver would get none either. */
    private Optional<Future<?>> start(int processor, Handout handout) {
        Member member = members.get(processor);
        try {
            return Optional.of(multiplier.threads().submit(() -> member.work(handout, processor)));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            member.isLost(handout, processor, e);
            handout.leaves(processor);
            return Optional.empty();
        }
    }

    /** A member catches all that its processor throws: what comes here is a fault of this program. */
    private static void await(Future<?> other) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    other.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void remember(Handout handout) {
        Paces paces = multiplier.paces();
        for (int i = 0; i < members.size(); i++) {
            Handout.Work work = handout.work(i);
            if (work.tiles() > 0) {
                double rate = work.rows() / work.seconds();
                paces.add(a.precision(), shape(), i, rate, members.get(i).delay());
            } else if (members.get(i).trouble().isEmpty()) {
                paces.addNothing(a.precision(), shape(), i);
            }
        }
    }

    private BackendException failure() {
        String reasons = String.join(
                "; ",
                members.stream()
                        .map(member -> member.id() + " " + member.trouble().orElse("stopped"))
                        .toList());
        boolean allRefuse = members.stream().allMatch(member -> member.refusal().isPresent());
        return allRefuse
                ? new UnsupportedProductException(reasons)
                : new BackendException("no processor is left for %s: %s".formatted(shape(), reasons));
    }

    @Override
    protected Matrix download() {
        return c;
    }

    @Override
    protected void fillWithNaN() {
        c.fill(Double.NaN);
    }

    /** {@inheritDoc} Those that computed a tile of it; each member makes sure that it was its own processor. */
    @Override
    protected String executedOn() {
        return ranOn;
    }

    @Override
    protected void release() {
        RuntimeException first = null;
        for (Member member : members) {
            Optional<RuntimeException> failure = member.close();
            if (failure.isPresent() && first == null) {
                first = failure.get();
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
