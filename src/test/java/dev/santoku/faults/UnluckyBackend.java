package dev.santoku.faults;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BatchProduct;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Two bad nodes of a cluster: the first process that multiplies computes wrongly as long as it lives, and the first other one
 * dies at its second product. The folder SANTOKU_UNLUCKY has a file for each that was found. All other processes are right,
 * unless there is a file ALL: then every one computes wrongly.
 */
public final class UnluckyBackend implements Backend {
    private static final Path MARKS = Path.of(String.valueOf(System.getenv("SANTOKU_UNLUCKY")));
    private static final int FATAL = 2;

    @Override
    public String id() {
        return "unlucky";
    }

    @Override
    public List<Variant> variants() {
        return List.of(new Variant("plain", "a test: a wrong node and one that dies"));
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of(Device.cpu()));
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        return new UnluckyMultiplier(device);
    }

    private static boolean isFirst(String mark) {
        try {
            Files.createFile(MARKS.resolve(mark));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class UnluckyMultiplier extends AbstractMultiplier {
        private final boolean wrong = Files.exists(MARKS.resolve("ALL")) || isFirst("wrong");
        private final boolean dies = !wrong && isFirst("dies");
        private int products;

        UnluckyMultiplier(Device device) {
            super(device);
        }

        @Override
        protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
            return BatchProduct.oneByOne(shape, a, b, (one, x, y) -> new UnluckyProduct(this, one, x, y));
        }

        @Override
        protected void release() {}
    }

    private static final class UnluckyProduct extends PlainProduct {
        private final UnluckyMultiplier multiplier;

        UnluckyProduct(UnluckyMultiplier multiplier, Shape shape, Matrix a, Matrix b) {
            super(shape, a, b, multiplier.device());
            this.multiplier = multiplier;
        }

        @Override
        protected void run() {
            super.run();
            if (multiplier.dies && ++multiplier.products == FATAL) {
                Runtime.getRuntime().halt(FATAL);
            } else if (multiplier.wrong) {
                c.set(0, 0, c.at(0, 0) + 1);
            }
        }
    }
}
