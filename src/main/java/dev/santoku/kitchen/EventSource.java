package dev.santoku.kitchen;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A device that makes its driver wait. It has room for one event: some time after the last one was handled the next is
 * there, and it says so over a loopback socket. The disk leaves what it has read in a file.
 */
final class EventSource implements Closeable {
    private static final int BLOCK_BYTES = 4096;

    private final String name;
    private final long[] delays;
    private final SocketChannel device;
    private final SocketChannel driver;
    private final FileChannel file;

    private EventSource(String name, long[] delays, SocketChannel device, SocketChannel driver, FileChannel file) {
        this.name = name;
        this.delays = delays;
        this.device = device;
        this.driver = driver;
        this.file = file;
    }

    /**
     * Connects a device with its driver.
     *
     * @param events how many it has
     * @param meanDelay how long an event takes on average, in nanoseconds: each between half and one and a half of it
     * @param folder where a disk's file is made
     * @param seed draws the delays
     */
    static EventSource open(String name, int events, long meanDelay, Path folder, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed + name.hashCode());
        long[] delays =
                random.longs(events, meanDelay / 2, meanDelay / 2 + meanDelay).toArray();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel driver = SocketChannel.open(server.getLocalAddress());
            SocketChannel device = server.accept();
            return new EventSource(name, delays, device, driver, name.equals(Tasks.DISK) ? disk(folder) : null);
        }
    }

    private static FileChannel disk(Path folder) throws IOException {
        return FileChannel.open(
                folder.resolve("disk"),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    String name() {
        return name;
    }

    int events() {
        return delays.length;
    }

    /** The device's side, on a thread of its own: all its events. When it breaks its driver finds it gone. */
    void produce() {
        try {
            produceAll();
        } catch (IOException e) {
            try {
                device.close();
            } catch (IOException more) {
                e.addSuppressed(more);
            }
        }
    }

    private void produceAll() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        for (long delay : delays) {
            waitFor(delay);
            if (file != null) {
                file.write(block.clear(), 0);
            }
            long there = System.nanoTime();
            write(device, ByteBuffer.allocate(Long.BYTES).putLong(there).flip());
            read(device, 1);
        }
    }

    private static void waitFor(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /**
     * The driver's side: waits for the next event and fetches what belongs to it.
     *
     * @return when it was there, by the clock
     */
    long await() throws IOException {
        long there = read(driver, Long.BYTES).getLong();
        if (file != null && file.read(ByteBuffer.allocate(BLOCK_BYTES), 0) != BLOCK_BYTES) {
            throw new IOException("the disk's block is not there");
        }
        return there;
    }

    /** The driver's side: the event has been handled, and the device may go on. */
    void acknowledge() throws IOException {
        write(driver, ByteBuffer.allocate(1));
    }

    private static ByteBuffer read(SocketChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the other side is gone");
            }
        }
        return buffer.flip();
    }

    private static void write(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            device.close();
        } finally {
            try {
                driver.close();
            } finally {
                if (file != null) {
                    file.close();
                }
            }
        }
    }
}
