package dev.steward.runner.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system for H2 whose files are only read, and not locked: {@code unlocked:} before the name of any other. Who begins to work
 * with such a file meanwhile is not kept from it; what was read then is to be forgotten.
 */
public final class UnlockedPath extends FilePathWrapper {

    private static final String SCHEME = "unlocked";

    /** The name by which H2 opens a file so. */
    public static String name(Path file) {
        FilePath.register(new UnlockedPath());
        return SCHEME + ":" + file.toAbsolutePath();
    }

    /**
     * The same as a JDBC URL.
     *
     * @param database the file's name without what H2 adds to it
     */
    public static String url(Path database) {
        return "jdbc:h2:" + name(database).replace(";", "\\;") + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;TRACE_LEVEL_FILE=0";
    }

    /**
     * The newest chunk that a file's headers know.
     *
     * @return its version; 0: no header is whole
     * @throws IOException when the file cannot be read
     */
    public static long newest(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return Base.of(channel).version();
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Reading(getBase().open("r"));
    }

    private static final class Reading extends FileBaseDefault {

        private final FileChannel file;

        Reading(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return file.read(into, at);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        protected void implTruncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public FileLock tryLock(long at, long length, boolean shared) {
            return new FileLock(this, at, length, shared) {
                @Override
                public boolean isValid() {
                    return true;
                }

                @Override
                public void release() {}
            };
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
