package dev.steward.runner.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file in use with its journal. What is written is read again at once, though it comes to the file itself only later. */
final class JournaledChannel extends FileBaseDefault {

    private static final Logger LOG = LoggerFactory.getLogger(JournaledChannel.class);

    /** In bytes. So much memory is held at most before a writer waits for the disk. */
    private static final long MUCH = 8L << 20;

    private final FileChannel file;
    private final Journal journal;
    private final FilePath beside;
    private final long longest;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Held by who settles, outside the lock: readers and writers go on while the disk works. */
    private final Object settling = new Object();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "history-to-disk");
        thread.setDaemon(true);
        return thread;
    });

    private Pending fresh = new Pending();
    private Pending underWay = new Pending();
    private long size;

    /** Why the file does not take what stands in the journal; null: it does. */
    private volatile IOException behind;

    private JournaledChannel(FileChannel file, Journal journal, FilePath beside, long longest) throws IOException {
        this.file = file;
        this.journal = journal;
        this.beside = beside;
        this.longest = longest;
        this.size = file.size();
        clock.scheduleWithFixedDelay(this::eachSecond, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Opens a file with its journal.
     *
     * @param file is closed with it, and where it cannot be opened
     * @param beside the journal's, there or not
     * @param longest in bytes: so much is written again at most after a cut, and about so much room the journal takes
     */
    static FileChannel open(FileChannel file, FilePath beside, long longest) throws IOException {
        Journal journal = null;
        try {
            // before anything of it is touched; H2 itself asks only afterwards
            alone(file);
            if (beside.exists()) {
                finish(file, beside);
            }
            // whoever wrote it before did not wait for the disk
            file.force(true);
            journal = new Journal(beside.open("rw"));
            journal.begin(Base.of(file));
            settleName(beside);
            return new JournaledChannel(file, journal, beside, longest);
        } catch (IOException | RuntimeException e) {
            if (journal != null) {
                journal.close();
            }
            file.close();
            throw e;
        }
    }

    private static void alone(FileChannel file) throws IOException {
        try {
            if (file.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException thisProcess) {
            LOG.debug("{} is open already", file, thisProcess);
        }
        throw new IOException(file + " is in use");
    }

    /** Without its name on the disk the journal would not be found after a cut. */
    private static void settleName(FilePath beside) throws IOException {
        FilePath plain = beside;
        while (plain instanceof FilePathWrapper) {
            plain = plain.unwrap();
        }
        // no interrupt ends this one
        try (FileChannel folder = FilePath.get("async:" + plain.getParent()).open("r")) {
            folder.force(true);
        }
    }

    /** What a journal was left with comes to the file, and the file to the disk. */
    private static void finish(FileChannel file, FilePath beside) throws IOException {
        try (Journal left = new Journal(beside.open("rw"))) {
            boolean ours = left.replay(Base.of(file), new Journal.Reader() {
                @Override
                public void written(long at, ByteBuffer content) throws IOException {
                    Pending.whole(file, content, at);
                }

                @Override
                public void cut(long size) throws IOException {
                    file.truncate(size);
                }
            });
            if (ours) {
                return;
            }
        }
        LOG.warn("{} is of another file than the one that lies there now, and is put aside", beside);
        beside.moveTo(FilePath.get(beside + JournaledPath.UNUSED), true);
    }

    private void eachSecond() {
        try {
            settle();
        } catch (Throwable e) {
            // who writes is told by the next write; an error must not end the clock
            if (behind == null) {
                LOG.warn("{} does not come to the disk: {}", file, e.getMessage());
                LOG.debug("", e);
            }
            behind = new IOException(e.getMessage(), e);
        }
    }

    /** Waits until the disk has the journal, and brings what stands in it to the file. */
    private void settle() throws IOException {
        synchronized (settling) {
            change(() -> {
                if (underWay.isEmpty()) {
                    underWay = fresh;
                    fresh = new Pending();
                }
            });
            if (underWay.isEmpty()) {
                return;
            }
            journal.force();
            underWay.to(file);
            behind = null;
            change(() -> underWay = new Pending());
            if (journal.length() > longest) {
                // most of it while others write
                journal.force(file);
                change(this::beginAnew);
            }
        }
    }

    /** The file comes to the disk as it is now, and the journal begins again. */
    private void beginAnew() throws IOException {
        bring();
        journal.force(file);
        journal.begin(Base.of(file));
    }

    private void bring() throws IOException {
        journal.force();
        underWay.to(file);
        underWay = new Pending();
        fresh.to(file);
        fresh = new Pending();
        behind = null;
    }

    private interface Change {

        void make() throws IOException;
    }

    private void change(Change change) throws IOException {
        lock.writeLock().lock();
        try {
            change.make();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public int write(ByteBuffer content, long at) throws IOException {
        int length = content.remaining();
        try {
            change(() -> add(content, at));
        } catch (IOException full) {
            // the journal's own room may be what is missing
            synchronized (settling) {
                change(this::beginAnew);
            }
            change(() -> add(content, at));
        }
        content.position(content.limit());
        if (held() > MUCH) {
            settle();
        }
        return length;
    }

    private void add(ByteBuffer content, long at) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (behind != null) {
            throw behind;
        }
        fresh.put(at, journal.write(at, content));
        size = Math.max(size, at + content.remaining());
    }

    private long held() {
        lock.readLock().lock();
        try {
            return fresh.bytes();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        lock.readLock().lock();
        try {
            if (at >= size) {
                return -1;
            }
            int length = (int) Math.min(into.remaining(), size - at);
            ByteBuffer part = into.slice(into.position(), length);
            int read = 0;
            for (int now = 0; now >= 0 && part.hasRemaining(); read += Math.max(0, now)) {
                now = file.read(part, at + read);
            }
            while (part.hasRemaining()) {
                part.put((byte) 0);
            }
            part.flip();
            underWay.over(part, at);
            fresh.over(part, at);
            into.position(into.position() + length);
            return length;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public long size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    protected void implTruncate(long to) throws IOException {
        synchronized (settling) {
            change(() -> {
                if (to < size) {
                    journal.cut(to);
                    bring();
                    file.truncate(to);
                    size = to;
                }
            });
        }
    }

    @Override
    public void force(boolean metaData) throws IOException {
        settle();
    }

    /** The file is locked as long as it is open: H2 would give it back before the last of it is there. */
    @Override
    public FileLock tryLock(long at, long length, boolean shared) {
        return new FileLock(this, at, length, shared) {
            @Override
            public boolean isValid() {
                return isOpen();
            }

            @Override
            public void release() {}
        };
    }

    /** Where the file cannot take all, the journal stays for the next who opens it. */
    @Override
    protected void implCloseChannel() throws IOException {
        clock.shutdown();
        synchronized (settling) {
            try (file;
                    journal) {
                change(this::bring);
                journal.force(file);
                journal.end();
                beside.delete();
            }
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
