package dev.santoku.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.santoku.diagnosis.Postmortem;
import dev.santoku.host.BatchGrant;
import dev.santoku.host.CpuTopology;
import dev.santoku.host.DriverThreads;
import dev.santoku.host.JvmOptions;
import dev.santoku.host.SignalChain;
import dev.santoku.result.Json;
import dev.santoku.untrusted.UntrustedText;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child JVM that runs {@link WorkerMain}; its standard error goes to a log file. */
public final class WorkerProcess implements Worker {
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

    /**
     * How a shell starts a worker. A terminal sends Ctrl-C to the parent's children, too: they must not die of it before
     * the parent knows that this is the end, or they would pass for crashed; a signal that is ignored when the virtual
     * machine starts stays so. And what drivers print must not mix with answers: those get a pipe of their own, and
     * standard output goes where standard error goes.
     */
    private static final List<String> SHELL =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\" 3>&1 1>&2", "santoku-worker");

    private static final String PIPE_OF_SHELL = "/dev/fd/3";

    private static final String MORE_TIME =
            "SANTOKU_DEADLINE=SECONDS gives a slow driver more time, and --sizes smaller products";

    private final Process process;
    private final Writer requests;
    private final AnswerReader answers;
    private final Path log;
    private final Path crashReport;
    private final Map<String, String> environment;

    /** Bytes of the log that do not tell of what is asked now. */
    private long toldBefore;

    private WorkerProcess(Process process, Path log, long toldBefore, Map<String, String> environment) {
        this.process = process;
        this.log = log;
        this.crashReport = crashReport(log);
        this.toldBefore = toldBefore;
        this.environment = environment;
        this.requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new AnswerReader(process.getInputStream());
    }

    /**
     * Starts a worker with this program's Java and class path.
     *
     * @param jvmFlags what the contender needs
     * @param environment added to this process's own
     * @param without names of variables of this process that it does not get
     * @param log receives what it prints; {@code .crash} is added for the JVM's crash report
     * @throws IOException when the process cannot be started
     */
    public static WorkerProcess start(
            List<String> jvmFlags, Map<String, String> environment, Set<String> without, Path log) throws IOException {
        boolean shell = Files.isExecutable(Path.of(SHELL.get(0)));
        List<String> command = new ArrayList<>(shell ? SHELL : List.of());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (shell) {
            command.add("-D" + WorkerMain.PIPE_PROPERTY + "=" + PIPE_OF_SHELL);
        }
        // Little else than products runs there: one collector thread is enough.
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                BatchGrant.jvmFlag(),
                "-XX:MaxHeapFreeRatio=100", // memory once touched stays: page faults would fall into samples
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + crashReport(log),
                "-XX:+DisplayVMOutputToStderr"));
        if (System.getProperty("os.name").equals("Linux")) {
            command.add("-XX:+UseTransparentHugePages"); // for all alike: what copies matrices gains most
        }
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(appendTo(log));
        builder.environment().keySet().removeAll(without);
        builder.environment().putAll(environment);
        JvmOptions.setAside(builder.environment());
        SignalChain.keep(builder.environment());
        DriverThreads.place(builder.environment(), CpuTopology.ofThisMachine(), BatchGrant.usableProcessors());
        // Large pages for memory of native libraries, as the JVM has: glibc reads this.
        builder.environment().merge("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1", (present, own) -> present + ":" + own);
        long before = Postmortem.mark(log);
        return new WorkerProcess(builder.start(), log, before, Map.copyOf(builder.environment()));
    }

    private static Path crashReport(Path log) {
        return log.resolveSibling(log.getFileName() + ".crash");
    }

    private static ProcessBuilder.Redirect appendTo(Path log) {
        return ProcessBuilder.Redirect.appendTo(new File(log.toString()));
    }

    @Override
    public <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure {
        try {
            requests.write(Json.mapper().writeValueAsString(request) + "\n");
            requests.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that JSON cannot hold", e);
        } catch (IOException e) {
            throw lost(obituary());
        }
        Answer answer = parse(nextLine(request, deadline));
        toldBefore = Postmortem.mark(log);
        return expect(expected, answer);
    }

    private String nextLine(Request request, Duration deadline) throws WorkerFailure {
        try {
            return answers.next(deadline).orElseThrow(() -> lost(obituary()));
        } catch (TimeoutException e) {
            throw hung("no answer to '%s' within %s s: it hung and was ended"
                    .formatted(
                            request.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                            Math.max(1, deadline.toSeconds())));
        }
    }

    private Answer parse(String line) throws WorkerFailure {
        try {
            return Json.mapper().readValue(line, Answer.class);
        } catch (JsonProcessingException e) {
            throw lost("wrote something else than an answer to its pipe: '%s'".formatted(UntrustedText.quote(line)));
        }
    }

    private <A extends Answer> A expect(Class<A> expected, Answer answer) throws WorkerFailure {
        if (answer instanceof Answer.Refused refused) {
            throw new WorkerFailure(kind(refused.kind()), refused.reason());
        }
        if (!expected.isInstance(answer)) {
            throw lost("answered out of turn: " + answer.getClass().getSimpleName());
        }
        return expected.cast(answer);
    }

    private static WorkerFailure.Kind kind(Answer.Kind kind) {
        return switch (kind) {
            case UNSUPPORTED -> WorkerFailure.Kind.UNSUPPORTED;
            case WRONG -> WorkerFailure.Kind.WRONG;
            case INPUT -> WorkerFailure.Kind.INPUT;
            case OUTPUT -> WorkerFailure.Kind.OUTPUT;
            case FAILED -> WorkerFailure.Kind.REFUSED;
        };
    }

    private WorkerFailure lost(String what) {
        return lost(Postmortem.of(what, log, toldBefore, environment));
    }

    private WorkerFailure hung(String what) {
        Postmortem postmortem = Postmortem.of(what, log, toldBefore, environment);
        return lost(new Postmortem(postmortem.reason(), postmortem.cure().or(() -> Optional.of(MORE_TIME))));
    }

    private WorkerFailure lost(Postmortem postmortem) {
        process.destroyForcibly();
        return new WorkerFailure(WorkerFailure.Kind.LOST, postmortem);
    }

    /** How the process ended. */
    private Postmortem obituary() {
        try {
            if (!process.waitFor(PATIENCE_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS)) {
                return Postmortem.of("closed its pipe and ran on; it was ended", log, toldBefore, environment);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Postmortem("lost while waiting for its end", Optional.empty());
        }
        return Postmortem.ofEnd(process, crashReport, log, toldBefore, environment);
    }

    @Override
    public void close() {
        try {
            requests.close(); // the end of its input: the worker halts by itself
        } catch (IOException e) {
            process.destroyForcibly(); // it no longer reads
        }
        try {
            if (!process.waitFor(PATIENCE_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
