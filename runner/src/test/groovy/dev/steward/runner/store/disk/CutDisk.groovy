package dev.steward.runner.store.disk

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.file.Files
import java.nio.file.Path
import org.h2.store.fs.FileBase
import org.h2.store.fs.FilePathWrapper

/**
 * A disk whose power is cut before one of its writes. What was not forced is there by chance, sector by sector and in any order; what was
 * forced is all there. H2 opens a file on it as {@code cut:NAME}.
 */
@CompileStatic
class CutDisk extends FilePathWrapper {

    static final int SECTOR = 512

    /** How many writes are left. */
    static int left

    private static boolean copied

    /** By file: what the disk has for sure, and what it was told since. */
    static final Map<String, Surface> FILES = [:]

    /**
     * A life.
     *
     * @param writes after which the power is cut
     * @param copied what is there already was not forced either
     */
    static synchronized void begin(int writes, boolean copied = false) {
        left = writes
        CutDisk.copied = copied
        FILES.clear()
    }

    static synchronized boolean dead() { left <= 0 }

    /** What lies on the disk after the cut, by file. */
    static synchronized Map<Path, byte[]> after(Random random) {
        FILES.collectEntries { name, surface -> [(Path.of(name)): surface.after(random)] } as Map<Path, byte[]>
    }

    @Override
    String getScheme() { 'cut' }

    @Override
    FileChannel open(String mode) {
        synchronized (CutDisk) {
            def plain = base
            while (plain instanceof FilePathWrapper) plain = plain.unwrap()
            def path = Path.of(plain.toString())
            def surface = FILES.computeIfAbsent(path.toString()) { surface(path) }
            new Channel(base.open(mode), surface)
        }
    }

    private static Surface surface(Path path) {
        byte[] there = Files.exists(path) ? Files.readAllBytes(path) : new byte[0]
        if (!copied) return new Surface(there)
        def surface = new Surface(new byte[0])
        surface.write(there, 0)
        surface
    }

    @Override
    void delete() { if (!dead()) super.delete() }

    /** One file. */
    static class Surface {

        private final Image sure
        private final List<Told> unsure = []

        Surface(byte[] sure) { this.sure = new Image(sure) }

        void write(byte[] bytes, long at) {
            for (int from = 0; from < bytes.length; from += SECTOR) {
                unsure << new Told(at + from, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SECTOR)))
            }
        }

        void cut(long size) { unsure << new Told(size, null) }

        void force() {
            unsure.each { sure.take(it) }
            unsure.clear()
        }

        byte[] after(Random random) {
            int kept = random.nextInt(101)
            def image = new Image(sure.content())
            unsure.each { if (random.nextInt(100) < kept) image.take(it) }
            image.content()
        }
    }

    /** A sector, or (null) that the file is cut there. */
    static class Told {

        final long at
        final byte[] bytes

        Told(long at, byte[] bytes) {
            this.at = at
            this.bytes = bytes
        }
    }

    /** What a file holds. */
    static class Image {

        private byte[] bytes
        private int length

        Image(byte[] bytes) {
            this.bytes = bytes
            this.length = bytes.length
        }

        byte[] content() { Arrays.copyOf(bytes, length) }

        void take(Told told) {
            int at = (int) told.at
            if (told.bytes == null) {
                if (length > at) Arrays.fill(bytes, at, length, (byte) 0)
                length = Math.min(length, at)
                return
            }
            int end = at + told.bytes.length
            if (end > bytes.length) bytes = Arrays.copyOf(bytes, 2 * end)
            System.arraycopy(told.bytes, 0, bytes, at, told.bytes.length)
            length = Math.max(length, end)
        }
    }

    static class Channel extends FileBase {

        private final FileChannel file
        private final Surface surface

        Channel(FileChannel file, Surface surface) {
            this.file = file
            this.surface = surface
        }

        @Override
        int write(ByteBuffer bytes, long at) {
            synchronized (CutDisk) {
                int length = bytes.remaining()
                if (left-- <= 0) {
                    bytes.position(bytes.limit())
                    return length
                }
                byte[] copy = new byte[length]
                bytes.duplicate().get(copy)
                surface.write(copy, at)
                file.write(bytes, at)
            }
        }

        @Override
        int write(ByteBuffer bytes) {
            int written = write(bytes, file.position())
            file.position(file.position() + written)
            written
        }

        @Override
        FileChannel truncate(long size) {
            synchronized (CutDisk) {
                if (!dead()) {
                    surface.cut(size)
                    file.truncate(size)
                }
            }
            this
        }

        @Override
        void force(boolean meta) {
            synchronized (CutDisk) {
                if (!dead()) surface.force()
            }
        }

        @Override
        long position() { file.position() }

        @Override
        FileChannel position(long at) {
            file.position(at)
            this
        }

        @Override
        long size() { file.size() }

        @Override
        int read(ByteBuffer bytes) { file.read(bytes) }

        @Override
        int read(ByteBuffer bytes, long at) { file.read(bytes, at) }

        @Override
        FileLock tryLock(long at, long size, boolean shared) { file.tryLock(at, size, shared) }

        @Override
        protected void implCloseChannel() { file.close() }
    }
}
