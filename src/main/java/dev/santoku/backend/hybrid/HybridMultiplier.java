package dev.santoku.backend.hybrid;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BatchProduct;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Sharing;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Owns the multipliers that share products, and a thread for each. */
final class HybridMultiplier extends AbstractMultiplier {
    /** Rows of C that the heights of tiles are multiples of: kernels lose at their edges. */
    static final int GRAIN = 64;

    private final List<Processor> processors;
    private final boolean onOneHardware;
    private final int grain;
    private final Paces paces;
    private final ExecutorService threads;
    private Account account = Account.NOTHING;
    private Precision accountPrecision;
    private Shape accountShape;

    /**
     * Takes multipliers over.
     *
     * @param device what they are together
     * @param multipliers at least one; the caller's own thread works for the first
     * @param onOneHardware whether they compute on the same cores
     * @param grain rows that the heights of tiles are multiples of, at least 1
     */
    HybridMultiplier(Device device, List<Multiplier> multipliers, boolean onOneHardware, int grain) {
        super(device);
        this.processors = multipliers.stream().map(Processor::new).toList();
        this.onOneHardware = onOneHardware;
        this.grain = grain;
        paces = new Paces(processors.size());
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "santoku-hybrid");
            thread.setDaemon(true);
            return thread;
        });
    }

    List<Processor> processors() {
        return processors;
    }

    int grain() {
        return grain;
    }

    Paces paces() {
        return paces;
    }

    ExecutorService threads() {
        return threads;
    }

    /** Adds what is to be told of a product that is computed; of another shape or precision, it begins anew. */
    synchronized void tell(Precision precision, Shape shape, Account product) {
        boolean more = shape.equals(accountShape) && precision == accountPrecision;
        account = more ? account.and(product) : product;
        accountPrecision = precision;
        accountShape = shape;
    }

    @Override
    public synchronized Optional<Sharing> sharing() {
        return account.sharing();
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        return BatchProduct.oneByOne(
                shape,
                a,
                b,
                (one, x, y) -> uploadInto(one, x, y, Matrix.zeros(x.precision().storage(), one.m(), one.n())));
    }

    @Override
    protected AbstractProduct uploadInto(Shape shape, Matrix a, Matrix b, Matrix c) {
        return new HybridProduct(this, shape, a, b, c);
    }

    /** {@inheritDoc} Each processor reads or copies what it needs. */
    @Override
    protected boolean readsOffHeap() {
        return true;
    }

    /** {@inheritDoc} Where there are several processors, it is another one that computes a row each time. */
    @Override
    public boolean sumsInOneOrder() {
        return processors.size() == 1;
    }

    @Override
    public List<String> losses() {
        return processors.stream()
                .flatMap(processor -> processor.loss().map(loss -> processor.id() + " " + loss).stream())
                .toList();
    }

    @Override
    public synchronized List<String> remarks() {
        List<String> remarks = new ArrayList<>(losses());
        if (onOneHardware && processors.size() > 1) {
            remarks.add("all of it is one processor: nothing can be gained by sharing a product");
        }
        remarks.addAll(account.lines());
        for (Processor processor : processors) {
            processor.multiplier().remarks().forEach(remark -> remarks.add(processor.id() + ": " + remark));
        }
        return remarks;
    }

    /** {@inheritDoc} Of a batch, names come as often as its products ran on other processors. */
    @Override
    public boolean isOwn(String ranOn) {
        return names().anyMatch(name -> ranOn.equals(name)
                || (ranOn.startsWith(name + HybridProduct.AND)
                        && isOwn(ranOn.substring(name.length() + HybridProduct.AND.length()))));
    }

    private Stream<String> names() {
        return processors.stream()
                .map(processor -> processor.multiplier().device().name())
                .distinct();
    }

    /** {@inheritDoc} The sum of the parts is the limit, and on one hardware the best of them. */
    @Override
    public OptionalDouble fmaCeiling(Precision precision) {
        List<OptionalDouble> ceilings = ceilings(precision).toList();
        if (ceilings.stream().anyMatch(OptionalDouble::isEmpty)) {
            return OptionalDouble.empty();
        }
        Stream<Double> known = ceilings.stream().map(OptionalDouble::getAsDouble);
        return known.reduce(onOneHardware ? Math::max : Double::sum)
                .map(OptionalDouble::of)
                .orElseThrow();
    }

    private Stream<OptionalDouble> ceilings(Precision precision) {
        return processors.stream().map(processor -> processor.multiplier().fmaCeiling(precision));
    }

    @Override
    public void awaitCompiler() {
        processors.forEach(processor -> processor.multiplier().awaitCompiler());
        paces.again();
        synchronized (this) {
            account = Account.NOTHING; // shares of code that was not compiled mislead
        }
    }

    @Override
    protected void release() {
        threads.shutdown();
        RuntimeException first = null;
        for (Processor processor : processors) {
            try {
                processor.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null
                && processors.stream().allMatch(processor -> processor.loss().isEmpty())) {
            throw first; // one that was lost may well fail to close
        }
    }
}
