package dev.steward.web.main;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.util.FileSize;
import java.util.Map;
import org.slf4j.Logger;

/**
 * The log of this process: the file that {@link Program} names, one a day and at most 20 MB each, kept for 14 days and within
 * 200 MB. In code and not in XML, whose reader costs a short command 30 ms. Logback finds it as a service; a process that
 * names no file (a spec) is configured as usual.
 */
public final class LogFile extends ContextAwareBase implements Configurator {

    /** The system property that names the file. */
    static final String FILE = "steward.log";

    private static final Map<String, Level> QUIETER = Map.of(
            "org.eclipse.jetty", Level.WARN,
            "org.quartz", Level.WARN,
            "org.flywaydb", Level.WARN,
            "com.zaxxer", Level.WARN,
            "org.apache.sshd", Level.ERROR,
            "io.javalin", Level.WARN);

    /** Made by Logback. */
    public LogFile() {}

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        String file = System.getProperty(FILE);
        if (file == null || System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        logs.getStatusManager().add(new NopStatusListener());
        ch.qos.logback.classic.Logger all = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        all.setLevel(Level.INFO);
        all.addAppender(appender(logs, file));
        QUIETER.forEach((name, level) -> logs.getLogger(name).setLevel(level));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static RollingFileAppender<ILoggingEvent> appender(LoggerContext logs, String file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(logs);
        appender.setFile(file);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(logs);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i");
        policy.setMaxFileSize(FileSize.valueOf("20MB"));
        policy.setMaxHistory(14);
        policy.setTotalSizeCap(FileSize.valueOf("200MB"));
        policy.start();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logs);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%X{run}] [%X{host}] %logger{30} %msg%n");
        encoder.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(policy);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
