package dev.santoku.cli.multiply;

import dev.santoku.backend.Device;
import dev.santoku.backend.Tuned;
import dev.santoku.matrix.Precision;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which contender is the fastest by what is known; nothing is measured for it.
 *
 * @param tuned what a search found
 * @param precision of the product
 */
record FastestKnown(Machine machine, List<Tuned> tuned, Precision precision) {
    /**
     * The GPU with the highest tuned rate, the first one where none was tuned. A CPU where there is no GPU, or where both were tuned
     * and the CPU has the higher rate.
     *
     * @param contenders in the order of preference, all on devices that compute in this precision
     */
    Optional<Contender> of(List<Contender> contenders) {
        Optional<Contender> gpu = best(contenders, contender -> !isCpu(contender));
        Optional<Contender> cpu = best(contenders, this::isCpu);
        double rate = gpu.map(this::gflops).orElse(0.0);
        boolean cpuIsFaster = cpu.isPresent() && rate > 0 && gflops(cpu.get()) > rate;
        return cpuIsFaster ? cpu : gpu.or(() -> cpu);
    }

    private Optional<Contender> best(List<Contender> contenders, Predicate<Contender> wanted) {
        return contenders.stream().filter(wanted).reduce((best, other) -> gflops(other) > gflops(best) ? other : best);
    }

    private boolean isCpu(Contender contender) {
        return machine.device(contender.device()).orElseThrow().kind() == Device.Kind.CPU;
    }

    /** 0 where nobody tuned it. */
    private double gflops(Contender contender) {
        return machine.survey(contender.backend(), contender.device(), precision).stream()
                .flatMap(survey -> tuned.stream()
                        .filter(found -> found.key().isSame(survey.survey().key())))
                .mapToDouble(Tuned::gflops)
                .max()
                .orElse(0);
    }
}
