package dev.santoku.worker;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.CompilerAnswer;
import dev.santoku.backend.CompilerAnswer.Verdict;
import dev.santoku.backend.CompilerQuestion;
import dev.santoku.backend.Compiling;
import dev.santoku.backend.Device;
import dev.santoku.result.CompilerFact;
import dev.santoku.result.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the compilers of all devices what they accept. What nobody asked of them before may crash or hang them: that is an
 * answer too, and the next question goes to a process of its own.
 */
public record CompilerSurvey(Workers workers) {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** All questions of all back ends that have some, to each of their devices. */
    public List<CompilerFact> ask(List<Backend> backends, Machine machine) {
        List<CompilerFact> facts = new ArrayList<>();
        for (Backend backend : backends) {
            Availability availability = machine.availability().get(backend.id());
            if (backend instanceof Compiling compiling && availability != null) {
                availability.devices().stream()
                        .filter(device -> device.route().equals("opencl")) // others have no compiler of OpenCL C
                        .forEach(device -> facts.addAll(ask(backend, compiling, device)));
            }
        }
        return facts;
    }

    private List<CompilerFact> ask(Backend backend, Compiling compiling, Device device) {
        List<CompilerFact> facts = new ArrayList<>();
        List<CompilerQuestion> open = compiling.questions();
        while (facts.size() < open.size()) {
            facts.addAll(askUntilLost(backend, device, open.subList(facts.size(), open.size())));
        }
        return facts;
    }

    /** The answers of one process: at least one. */
    private List<CompilerFact> askUntilLost(Backend backend, Device device, List<CompilerQuestion> questions) {
        List<CompilerFact> facts = new ArrayList<>();
        try (Worker worker = workers.start("compiler-" + device.id(), backend.jvmFlags())) {
            for (CompilerQuestion question : questions) {
                Request request = new Request.AskCompiler(backend.id(), device.id(), question.id());
                try {
                    CompilerAnswer answer =
                            worker.ask(request, Answer.Compiled.class, DEADLINE).answer();
                    facts.add(fact(device, question, answer));
                } catch (WorkerFailure e) {
                    boolean lost = e.kind() == WorkerFailure.Kind.LOST;
                    Verdict verdict = lost ? Verdict.LOST : Verdict.REFUSED;
                    facts.add(fact(device, question, new CompilerAnswer(verdict, e.getMessage())));
                    if (lost) {
                        return facts;
                    }
                }
            }
        } catch (WorkerFailure e) {
            questions.forEach(
                    question -> facts.add(fact(device, question, new CompilerAnswer(Verdict.LOST, e.getMessage()))));
        }
        return facts;
    }

    private static CompilerFact fact(Device device, CompilerQuestion question, CompilerAnswer answer) {
        return new CompilerFact(device.id(), question.id(), question.what(), answer.verdict(), answer.detail());
    }
}
