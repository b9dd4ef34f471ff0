package dev.santoku.faults;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Variant;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleUnaryOperator;

/** What may go wrong in a back end. */
enum Fault {
    /** One element is off. */
    WRONG_ELEMENT {
        @Override
        void happen(Matrix c, boolean checked) {
            c.set(c.rows() - 1, c.columns() / 2, c.at(c.rows() - 1, c.columns() / 2) + 1);
        }
    },
    /** Right in the check, wrong when timed. */
    WRONG_WHEN_TIMED {
        @Override
        void happen(Matrix c, boolean checked) {
            if (!checked) {
                c.set(0, 0, 1e9);
            }
        }
    },
    /** Leaves an element as it was. */
    FORGETS_AN_ELEMENT {
        @Override
        void happen(Matrix c, boolean checked) {
            c.set(0, c.columns() - 1, Double.NaN);
        }
    },
    /** The process dies of a segmentation fault. */
    SEGFAULT {
        @Override
        void happen(Matrix c, boolean checked) {
            signal("SEGV");
        }
    },
    /** The process is killed. */
    KILLED {
        @Override
        void happen(Matrix c, boolean checked) {
            signal("KILL");
        }
    },
    /** Never comes back. */
    HANG {
        @Override
        void happen(Matrix c, boolean checked) {
            sleepForEver();
        }
    },
    /** Ends the process. */
    EXIT {
        @Override
        void happen(Matrix c, boolean checked) {
            Runtime.getRuntime().halt(7);
        }
    },
    /** Says what is the matter, as drivers do, and aborts the process. */
    COMPLAIN_AND_ABORT {
        @Override
        void happen(Matrix c, boolean checked) {
            System.err.println("driver: error: the queue of /home/somebody/device is lost");
            System.err.println("driver: 3 commands failed");
            System.err.println("note: good bye");
            signal("ABRT");
        }
    },
    /** Ends every process but the first that gets here in this folder. */
    EXIT_WHEN_RELAUNCHED {
        @Override
        void happen(Matrix c, boolean checked) {
            Path first = Path.of("first-launch");
            String self = Long.toString(ProcessHandle.current().pid());
            try {
                if (Files.notExists(first)) {
                    Files.writeString(first, self);
                } else if (!Files.readString(first).equals(self)) {
                    Runtime.getRuntime().halt(7);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** Allocates without end. */
    HOARD {
        @Override
        void happen(Matrix c, boolean checked) {
            Object[] hoard = null;
            while (true) {
                hoard = new Object[] {hoard, new long[1 << 24]};
            }
        }
    },
    /** Writes something else to the pipe on which answers go. */
    GARBAGE {
        @Override
        void happen(Matrix c, boolean checked) {
            try (FileOutputStream pipe = new FileOutputStream(System.getProperty("santoku.answers"))) {
                pipe.write("driver says hello\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            sleepForEver();
        }
    },
    /** Prints to standard output, as drivers do; that harms nobody. */
    CHATTER {
        @Override
        void happen(Matrix c, boolean checked) {
            try (FileOutputStream out = new FileOutputStream("/dev/stdout", true)) {
                out.write("driver says hello\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** Runs elsewhere and says so only when asked. */
    ELSEWHERE,
    /** Throws, with more in its words than is anybody's business. */
    REFUSE {
        @Override
        void happen(Matrix c, boolean checked) {
            throw new BackendException(
                    "the device refuses: out of resources in /home/somebody/.cache/\u001b[2Jkernels");
        }
    },
    /** Verifies its own product, and throws since it is wrong. */
    ADMIT_WRONG {
        @Override
        void happen(Matrix c, boolean checked) {
            throw new WrongProductException("a node's block is wrong");
        }
    },
    /** Computes nothing. */
    SKIP {
        @Override
        int rows(int all) {
            return 0;
        }
    },
    /** One of two threads computes nothing. */
    SKIP_A_SHARE {
        @Override
        int rows(int all) {
            return all / 2;
        }
    },
    /** Hands back what the product before gave. */
    STALE,
    /** Hands back zeros. */
    ZERO {
        @Override
        void happen(Matrix c, boolean checked) {
            c.fill(0);
        }
    },
    /** One element is NaN. */
    NAN {
        @Override
        void happen(Matrix c, boolean checked) {
            changeAnElement(c, value -> Double.NaN);
        }
    },
    /** One bit of an element's mantissa is flipped. */
    BIT {
        @Override
        void happen(Matrix c, boolean checked) {
            changeAnElement(
                    c,
                    value -> c.precision() == Precision.F32
                            ? Float.intBitsToFloat(Float.floatToRawIntBits((float) value) ^ 1 << 10)
                            : Double.longBitsToDouble(Double.doubleToRawLongBits(value) ^ 1L << 42));
        }
    },
    /** One element is doubled. */
    DOUBLE {
        @Override
        void happen(Matrix c, boolean checked) {
            changeAnElement(c, value -> 2 * value);
        }
    },
    /** One of two devices that share products is lost, and the other one does its work. */
    LOSES_A_DEVICE,
    /** Nothing goes wrong, it only takes its time. */
    NONE;

    /** What happens to a product that was computed. */
    void happen(Matrix c, boolean checked) {}

    /** How many rows are computed, from the first on. */
    int rows(int all) {
        return all;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Fault of(Variant variant) {
        return Arrays.stream(values())
                .filter(fault -> fault.id().equals(variant.id()))
                .findFirst()
                .orElseThrow();
    }

    /** The first from somewhere on that is not zero. */
    private static void changeAnElement(Matrix c, DoubleUnaryOperator change) {
        int count = c.rows() * c.columns();
        int somewhere = ThreadLocalRandom.current().nextInt(count);
        for (int i = 0; i < count; i++) {
            int row = (somewhere + i) % count / c.columns();
            int column = (somewhere + i) % count % c.columns();
            if (c.at(row, column) != 0) {
                c.set(row, column, change.applyAsDouble(c.at(row, column)));
                return;
            }
        }
    }

    private static void signal(String name) {
        try {
            new ProcessBuilder(
                            "kill",
                            "-" + name,
                            Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sleepForEver();
    }

    private static void sleepForEver() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
