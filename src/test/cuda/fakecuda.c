/*
 * CUDA's driver without a GPU, for tests alone: its memory is the host's, and a launch computes by plain loops what the kernel
 * of that name computes. It knows a kernel by the first line of its PTX, which tells its source and its options, and refuses a
 * launch that does not fit them: groups, work-items, widths of reads, sizes of memory.
 *
 *   gcc -shared -fPIC -fvisibility=hidden -Wl,-soname,libcuda.so.1 -o libcuda.so.1 fakecuda.c
 *   LD_LIBRARY_PATH=$PWD scripts/compare.sh --backends jocl@cuda0 --sizes 64
 *
 *   SANTOKU_CUDA_FAULT       what goes wrong, in a process of its own; fake_fault(text) does the same within one
 *     none                   there is no device: cuInit fails with 100
 *     oom                    memory is refused: 2
 *     full                   hardly any memory is free
 *     ptx                    PTX is refused: 218, with a log
 *     lie                    a product has one wrong element
 *     lie-matrix             the same of matrix instructions alone
 *     launch                 the stream fails behind a launch: 700
 *     late                   the driver says that a product is done, and computes it when somebody reads: times are too short
 *     lazy                   multiply-adds of the measurement of the peak are left out
 *   SANTOKU_CUDA_DEVICES     how many there are (default: 1), on the buses 1, 2, … of the PCI bus
 *   SANTOKU_CUDA_NAME        what all are called (default: Fake GPU 0, Fake GPU 1, …)
 *   SANTOKU_CUDA_CAPABILITY  compute capability of all (default: 75)
 *   SANTOKU_CUDA_GFLOPS      10^9 operations a second of their multiply-adds on registers (default: 2000), more than its loops do
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))
#define MOST 4096
#define TOTAL (512ull << 20)

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_PTX = 218, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700 };

typedef struct {
    char *address;
    size_t bytes;
} block;

typedef struct {
    char source[32];
    char options[512];
    int extern_shared;
} module;

typedef struct {
    module *of;
    char name[32];
    unsigned allowed; /* bytes of shared memory that launches may give it */
} function;

static block blocks[MOST];
static int held;
static uint64_t used;
static int pending; /* what the stream will fail with */
static char fault[32];
static function functions[MOST];
static int function_count;
static __thread int current = -1;

EXPORT void fake_fault(const char *name)
{
    snprintf(fault, sizeof fault, "%s", name);
    pending = 0;
}

/* Memory, modules, streams, events and contexts that were not given back. */
EXPORT int fake_held(void) { return held; }

static int is(const char *name)
{
    const char *wanted = fault[0] ? fault : getenv("SANTOKU_CUDA_FAULT");
    return wanted && strcmp(wanted, name) == 0;
}

static int setting(const char *name, int otherwise)
{
    const char *value = getenv(name);
    return value ? atoi(value) : otherwise;
}

static int capability_now;

/* The compute capability from now on, such as 80; 0: that of SANTOKU_CUDA_CAPABILITY. */
EXPORT void fake_capability(int capability) { capability_now = capability; }

static int capability_of(void) { return capability_now ? capability_now : setting("SANTOKU_CUDA_CAPABILITY", 75); }

/* Shared memory of a block that asks for it. */
static int most_shared(void) { return (capability_of() >= 80 ? 99 : 64) << 10; }

static void catch_up(void);

static int device_count(void) { return setting("SANTOKU_CUDA_DEVICES", 1); }

EXPORT int cuInit(unsigned flags) { return flags || is("none") ? NO_DEVICE : SUCCESS; }

EXPORT int cuDriverGetVersion(int *version)
{
    *version = 12040;
    return SUCCESS;
}

EXPORT int cuGetErrorName(int status, const char **name)
{
    *name = status == OUT_OF_MEMORY     ? "CUDA_ERROR_OUT_OF_MEMORY"
            : status == NO_DEVICE       ? "CUDA_ERROR_NO_DEVICE"
            : status == INVALID_PTX     ? "CUDA_ERROR_INVALID_PTX"
            : status == ILLEGAL_ADDRESS ? "CUDA_ERROR_ILLEGAL_ADDRESS"
                                        : "CUDA_ERROR_INVALID_VALUE";
    return SUCCESS;
}

EXPORT int cuGetErrorString(int status, const char **text)
{
    *text = status == OUT_OF_MEMORY ? "out of memory" : "as the fake has it";
    return SUCCESS;
}

EXPORT int cuDeviceGetCount(int *count)
{
    *count = device_count();
    return SUCCESS;
}

EXPORT int cuDeviceGet(int *device, int number)
{
    *device = number;
    return number < 0 || number >= device_count() ? INVALID_VALUE : SUCCESS;
}

EXPORT int cuDeviceGetName(char *name, int length, int device)
{
    const char *called = getenv("SANTOKU_CUDA_NAME");
    if (called) {
        snprintf(name, (size_t) length, "%s", called);
    } else {
        snprintf(name, (size_t) length, "Fake GPU %d", device);
    }
    return SUCCESS;
}

EXPORT int cuDeviceTotalMem_v2(size_t *bytes, int device)
{
    (void) device;
    *bytes = TOTAL;
    return SUCCESS;
}

EXPORT int cuDeviceGetAttribute(int *value, int attribute, int device)
{
    (void) device;
    int capability = capability_of();
    switch (attribute) {
    case 1: *value = 1024; break;             /* MAX_THREADS_PER_BLOCK */
    case 8: *value = 48 << 10; break;         /* MAX_SHARED_MEMORY_PER_BLOCK */
    case 10: *value = 32; break;              /* WARP_SIZE */
    case 16: *value = 4; break;               /* MULTIPROCESSOR_COUNT */
    case 18: *value = 0; break;               /* INTEGRATED */
    case 38: *value = 4 << 20; break;         /* L2_CACHE_SIZE */
    case 75: *value = capability / 10; break; /* COMPUTE_CAPABILITY_MAJOR */
    case 76: *value = capability % 10; break; /* COMPUTE_CAPABILITY_MINOR */
    case 97: *value = most_shared(); break;   /* MAX_SHARED_MEMORY_PER_BLOCK_OPTIN */
    default: return INVALID_VALUE;
    }
    return SUCCESS;
}

EXPORT int cuDeviceGetPCIBusId(char *text, int length, int device)
{
    snprintf(text, (size_t) length, "0000:%02X:00.0", device + 1);
    return SUCCESS;
}

EXPORT int cuDevicePrimaryCtxRetain(void **context, int device)
{
    *context = (void *) (intptr_t) (0x1000 + device);
    held++;
    return SUCCESS;
}

EXPORT int cuDevicePrimaryCtxRelease(int device)
{
    (void) device;
    held--;
    return SUCCESS;
}

EXPORT int cuCtxSetCurrent(void *context)
{
    current = (int) (intptr_t) context - 0x1000;
    return SUCCESS;
}

EXPORT int cuCtxGetDevice(int *device)
{
    *device = current;
    return current < 0 ? INVALID_VALUE : SUCCESS;
}

EXPORT int cuMemGetInfo_v2(size_t *available, size_t *total)
{
    *total = TOTAL;
    *available = is("full") ? 1024 : TOTAL - used;
    return current < 0 ? INVALID_VALUE : SUCCESS;
}

/* ---- Memory ---- */

EXPORT int cuMemAlloc_v2(uint64_t *address, size_t bytes)
{
    if (current < 0 || is("oom")) {
        return current < 0 ? INVALID_VALUE : OUT_OF_MEMORY;
    }
    for (int i = 0; i < MOST; i++) {
        if (!blocks[i].address) {
            blocks[i].address = malloc(bytes);
            blocks[i].bytes = bytes;
            memset(blocks[i].address, 0x55, bytes);
            *address = (uintptr_t) blocks[i].address;
            used += bytes;
            held++;
            return SUCCESS;
        }
    }
    return OUT_OF_MEMORY;
}

EXPORT int cuMemFree_v2(uint64_t address)
{
    for (int i = 0; i < MOST; i++) {
        if (blocks[i].address && (uintptr_t) blocks[i].address == address) {
            free(blocks[i].address);
            blocks[i].address = NULL;
            used -= blocks[i].bytes;
            held--;
            return SUCCESS;
        }
    }
    return INVALID_VALUE;
}

/* Whether so many bytes lie within one allocation. */
static int has(const void *address, size_t bytes)
{
    for (int i = 0; i < MOST; i++) {
        const char *start = blocks[i].address;
        if (start && (const char *) address >= start && (const char *) address + bytes <= start + blocks[i].bytes) {
            return 1;
        }
    }
    return 0;
}

EXPORT int cuMemHostAlloc(void **memory, size_t bytes, unsigned flags)
{
    (void) flags;
    *memory = malloc(bytes);
    held++;
    return SUCCESS;
}

EXPORT int cuMemFreeHost(void *memory)
{
    free(memory);
    held--;
    return SUCCESS;
}

EXPORT int cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, void *stream)
{
    (void) stream;
    if (!has((void *) (uintptr_t) to, bytes)) {
        return INVALID_VALUE;
    }
    memcpy((void *) (uintptr_t) to, from, bytes);
    return SUCCESS;
}

EXPORT int cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, void *stream)
{
    (void) stream;
    if (!has((void *) (uintptr_t) from, bytes)) {
        return INVALID_VALUE;
    }
    catch_up();
    memcpy(to, (void *) (uintptr_t) from, bytes);
    return SUCCESS;
}

EXPORT int cuMemsetD8Async(uint64_t address, unsigned char value, size_t count, void *stream)
{
    (void) stream;
    if (!has((void *) (uintptr_t) address, count)) {
        return INVALID_VALUE;
    }
    memset((void *) (uintptr_t) address, value, count);
    return SUCCESS;
}

EXPORT int cuMemsetD32Async(uint64_t address, unsigned value, size_t count, void *stream)
{
    (void) stream;
    if (address % 4 || !has((void *) (uintptr_t) address, 4 * count)) {
        return INVALID_VALUE;
    }
    for (size_t i = 0; i < count; i++) {
        ((unsigned *) (uintptr_t) address)[i] = value;
    }
    return SUCCESS;
}

/* ---- Streams and events ---- */

EXPORT int cuStreamCreate(void **stream, unsigned flags)
{
    (void) flags;
    *stream = malloc(1);
    held++;
    return SUCCESS;
}

EXPORT int cuStreamDestroy_v2(void *stream)
{
    free(stream);
    held--;
    return SUCCESS;
}

EXPORT int cuStreamSynchronize(void *stream)
{
    int status = pending;
    (void) stream;
    pending = 0;
    return status;
}

EXPORT int cuEventCreate(void **event, unsigned flags)
{
    (void) flags;
    *event = calloc(1, sizeof(struct timespec));
    held++;
    return SUCCESS;
}

EXPORT int cuEventDestroy_v2(void *event)
{
    free(event);
    held--;
    return SUCCESS;
}

EXPORT int cuEventRecord(void *event, void *stream)
{
    (void) stream;
    clock_gettime(CLOCK_MONOTONIC, event);
    return SUCCESS;
}

EXPORT int cuEventSynchronize(void *event)
{
    (void) event;
    return SUCCESS;
}

EXPORT int cuEventElapsedTime(float *milliseconds, const struct timespec *start, const struct timespec *end)
{
    *milliseconds = (float) ((double) (end->tv_sec - start->tv_sec) * 1e3 + (double) (end->tv_nsec - start->tv_nsec) * 1e-6);
    return SUCCESS;
}

/* ---- Kernels ---- */

EXPORT int cuModuleLoadDataEx(void **loaded, const char *image, unsigned options, const int *which, void **values)
{
    if (is("ptx")) {
        for (unsigned i = 0; i < options; i++) {
            if (which[i] == 5) {
                snprintf(values[i], 100, "ptxas application ptx input, line 2; fatal   : Unsupported .version\nmore");
            }
        }
        return INVALID_PTX;
    }
    module *made = calloc(1, sizeof *made);
    if (sscanf(image, "// %31[a-z_].cl %511[^\n]", made->source, made->options) != 2 || !strstr(image, ".visible .entry ")) {
        free(made);
        return INVALID_PTX;
    }
    made->extern_shared = strstr(image, ".extern .shared ") != NULL;
    held++;
    *loaded = made;
    return SUCCESS;
}

EXPORT int cuModuleUnload(void *loaded)
{
    catch_up();
    free(loaded);
    held--;
    return SUCCESS;
}

EXPORT int cuModuleGetFunction(void **found, module *of, const char *name)
{
    static const char *const others[] = {"sum_slices", "pack", "fma_rate", "triad", "nothing"};
    int known = strcmp(name, of->source) == 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        known |= strcmp(name, others[i]) == 0;
    }
    if (!known) {
        return NOT_FOUND;
    }
    function *slot = &functions[function_count++ % MOST];
    slot->of = of;
    slot->allowed = 0;
    snprintf(slot->name, sizeof slot->name, "%s", name);
    *found = slot;
    return SUCCESS;
}

static unsigned option(const module *of, const char *name)
{
    char wanted[40];
    snprintf(wanted, sizeof wanted, "-D%s=", name);
    const char *at = strstr(of->options, wanted);
    return at ? (unsigned) atoi(at + strlen(wanted)) : 0;
}

static unsigned up(unsigned one, unsigned other) { return (one + other - 1) / other; }

#define PRODUCT(real)                                                                                                      \
    static void product_##real(const real *a, const real *b, real *c, unsigned m, unsigned n, unsigned k, unsigned from, unsigned to) \
    {                                                                                                                      \
        for (size_t i = 0; i < m; i++) {                                                                                   \
            real *row = c + i * n;                                                                                         \
            for (size_t j = 0; j < n; j++) {                                                                               \
                row[j] = 0;                                                                                                \
            }                                                                                                              \
            for (size_t p = from; p < to; p++) {                                                                           \
                const real of_a = a[i * k + p];                                                                            \
                const real *of_b = b + p * n;                                                                              \
                for (size_t j = 0; j < n; j++) {                                                                           \
                    row[j] += of_a * of_b[j];                                                                              \
                }                                                                                                          \
            }                                                                                                              \
        }                                                                                                                  \
    }                                                                                                                      \
    static void sum_##real(size_t elements, unsigned slices, const real *shares, real *c)                                  \
    {                                                                                                                      \
        for (size_t i = 0; i < elements; i++) {                                                                            \
            real sum = shares[i];                                                                                          \
            for (unsigned s = 1; s < slices; s++) {                                                                        \
                sum += shares[s * elements + i];                                                                           \
            }                                                                                                              \
            c[i] = sum;                                                                                                    \
        }                                                                                                                  \
    }
PRODUCT(float)
PRODUCT(double)

static int multiply(const function *kernel, unsigned groups, unsigned batch, unsigned items, void **arguments)
{
    const module *of = kernel->of;
    const unsigned m = *(unsigned *) arguments[0], n = *(unsigned *) arguments[1], k = *(unsigned *) arguments[2];
    const unsigned depth = *(unsigned *) arguments[3];
    char *a = *(char **) arguments[4], *b = *(char **) arguments[5], *c = *(char **) arguments[6];
    const int is_warp = strcmp(of->source, "warp") == 0;
    const unsigned down = option(of, "WARPS_M"), across = option(of, "WARPS_N");
    const unsigned block_m = down * (is_warp ? option(of, "LANES_M") * option(of, "ITEM_M") : option(of, "WARP_M"));
    const unsigned block_n = across * (is_warp ? option(of, "LANES_N") * option(of, "ITEM_N") : option(of, "WARP_N"));
    const unsigned load_a = option(of, "LOAD_A"), load_b = option(of, "LOAD_B");
    const size_t bytes = option(of, "PRECISION") / 8;
    if (!m || !n || !k || !depth || !block_m || !block_n || option(of, "BATCH") != 1) {
        return INVALID_VALUE;
    }
    const unsigned slices = up(k, depth);
    if (groups != up(m, block_m) * up(n, block_n) * slices || items != down * across * 32 || k % load_a || depth % load_a
        || n % load_b || (slices > 1 && depth % option(of, "BLOCK_K"))) {
        return INVALID_VALUE;
    }
    if (!has(a, bytes * batch * m * k) || !has(b, bytes * batch * k * n) || !has(c, bytes * batch * slices * m * n)) {
        return INVALID_VALUE;
    }
    for (size_t each = 0; each < batch; each++) {
        for (unsigned slice = 0; slice < slices; slice++) {
            const unsigned from = slice * depth, to = k - from < depth ? k : from + depth;
            const size_t at_a = each * m * k, at_b = each * k * n, at_c = (each * slices + slice) * m * n;
            if (bytes == 8) {
                product_double((double *) a + at_a, (double *) b + at_b, (double *) c + at_c, m, n, k, from, to);
            } else {
                product_float((float *) a + at_a, (float *) b + at_b, (float *) c + at_c, m, n, k, from, to);
            }
        }
    }
    if (is("lie") || (is("lie-matrix") && !is_warp)) {
        if (bytes == 8) {
            ((double *) c)[(size_t) m * n / 2] += 1;
        } else {
            ((float *) c)[(size_t) m * n / 2] += 1;
        }
    }
    return SUCCESS;
}

/* What lies in packed memory: the fake packs nothing, but remembers what was. */
typedef struct {
    char *packed, *from;
    unsigned rows, elements, from_row, from_element, block, tiles;
} packing;

static packing packings[MOST];

/* Elements of 16 bytes in the format of an instruction. */
static unsigned unit(const module *of)
{
    switch (option(of, "INSTRUCTION") % 10) {
    case 3: return 4;
    case 7: return 16;
    default: return 8;
    }
}

static int pack(const function *kernel, unsigned groups, unsigned batch, unsigned items, void **arguments)
{
    const module *of = kernel->of;
    packing made = {.rows = *(unsigned *) arguments[0], .elements = *(unsigned *) arguments[1],
        .from_row = *(unsigned *) arguments[2], .from_element = *(unsigned *) arguments[3], .block = *(unsigned *) arguments[5],
        .tiles = *(unsigned *) arguments[6], .from = *(char **) arguments[7], .packed = *(char **) arguments[8]};
    const unsigned units = made.tiles * option(of, "UNITS"), high = up(made.rows, made.block) * made.block;
    if (*(unsigned *) arguments[4] != 1 || made.tiles != up(made.elements, option(of, "UNITS") * unit(of)) || groups != up(high / 8 * up(units, 8) * 64, items)
        || !has(made.from, (size_t) 4 * batch * made.rows * made.elements) || !has(made.packed, (size_t) 16 * batch * high * units)) {
        return INVALID_VALUE;
    }
    for (int i = 0; i < MOST; i++) {
        if (!packings[i].packed || packings[i].packed == made.packed) {
            packings[i] = made;
            return SUCCESS;
        }
    }
    return OUT_OF_MEMORY;
}

static const packing *packed_in(const char *memory)
{
    for (int i = 0; i < MOST; i++) {
        if (packings[i].packed == memory) {
            return &packings[i];
        }
    }
    return NULL;
}

/* Integers leave the bits of their shares. */
static int has_bits(const module *of) { return option(of, "INSTRUCTION") % 10 == 7 && option(of, "SLICED"); }

static int multiply_packed(const function *kernel, unsigned groups, unsigned batch, unsigned items, void **arguments)
{
    const module *of = kernel->of;
    const unsigned m = *(unsigned *) arguments[0], n = *(unsigned *) arguments[1], all = *(unsigned *) arguments[2];
    const unsigned tiles = *(unsigned *) arguments[3];
    const packing *a = packed_in(*(char **) arguments[4]), *b = packed_in(*(char **) arguments[5]);
    char *c = *(char **) arguments[6];
    const unsigned block_m = option(of, "WARPS_M") * option(of, "WARP_M"), block_n = option(of, "WARPS_N") * option(of, "WARP_N");
    if (!a || !b || !tiles || a->rows != m || b->rows != n || a->elements != b->elements || a->block != block_m
        || b->block != block_n || a->tiles != all || b->tiles != all || a->from_row != a->elements || a->from_element != 1
        || b->from_row != 1 || b->from_element != n) {
        return INVALID_VALUE;
    }
    const unsigned k = a->elements, depth = tiles * option(of, "UNITS") * unit(of), slices = up(all, tiles);
    if (groups != up(m, block_m) * up(n, block_n) * slices || items != option(of, "WARPS_M") * option(of, "WARPS_N") * 32
        || !has(c, (size_t) 4 * batch * slices * m * n) || (option(of, "WHOLE") && n % 2)
        || (option(of, "INSTRUCTION") % 10 == 7 && (slices > 1) != (int) option(of, "SLICED"))) {
        return INVALID_VALUE;
    }
    for (size_t each = 0; each < batch; each++) {
        for (unsigned slice = 0; slice < slices; slice++) {
            const unsigned from = slice * depth, to = k - from < depth ? k : from + depth;
            float *share = (float *) c + (each * slices + slice) * m * n;
            product_float((float *) a->from + each * m * k, (float *) b->from + each * k * n, share, m, n, k, from, to);
            for (size_t i = 0; has_bits(of) && i < (size_t) m * n; i++) {
                const int32_t number = (int32_t) share[i];
                memcpy(share + i, &number, sizeof number);
            }
        }
    }
    if (is("lie") || is("lie-matrix")) {
        ((float *) c)[(size_t) m * n / 2] += 1;
    }
    return SUCCESS;
}

static int sum_slices(const function *kernel, unsigned batch, void **arguments)
{
    const unsigned elements = *(unsigned *) arguments[0], slices = *(unsigned *) arguments[1];
    char *shares = *(char **) arguments[2], *c = *(char **) arguments[3];
    const size_t bytes = option(kernel->of, "PRECISION") / 8;
    if (!has(shares, bytes * batch * slices * elements) || !has(c, bytes * batch * elements)) {
        return INVALID_VALUE;
    }
    for (size_t i = 0; has_bits(kernel->of) && i < (size_t) batch * slices * elements; i++) {
        int32_t number;
        memcpy(&number, (float *) shares + i, sizeof number);
        ((float *) shares)[i] = (float) number;
    }
    for (size_t each = 0; each < batch; each++) {
        if (bytes == 8) {
            sum_double(elements, slices, (double *) shares + each * slices * elements, (double *) c + each * elements);
        } else {
            sum_float(elements, slices, (float *) shares + each * slices * elements, (float *) c + each * elements);
        }
    }
    return SUCCESS;
}

/* What an instruction has of each: sums of a work-item, and products in each of them. */
static void matrix_of(unsigned instruction, unsigned *sums, unsigned *products)
{
    switch (instruction) {
    case 1: *sums = 2, *products = 4; break;
    case 2: *sums = 4, *products = 8; break;
    case 3: *sums = 8, *products = 8; break;
    case 7:
    case 17: *sums = 8, *products = 32; break;
    default: *sums = 8, *products = 16; break;
    }
}

/* What a work-item of fma_rate sums up to, whose chains start from so much. */
static double fma_sum(const module *of, unsigned rounds, double factor, double addend, unsigned item)
{
    const unsigned chains = option(of, "CHAINS");
    unsigned lanes = option(of, "LANES"), products = 1;
    if (option(of, "INSTRUCTION")) {
        matrix_of(option(of, "INSTRUCTION"), &lanes, &products);
    }
    double sum = 0;
    for (unsigned c = 0; c < chains; c++) {
        const double start = c + item % 7;
        if (option(of, "SUMS")) {
            sum += (factor + start) * addend * rounds;
        } else if (option(of, "INSTRUCTION") || factor == 1) {
            sum += start + (double) rounds * products * factor * addend;
        } else { /* rounds of v = v*factor + addend */
            double power = 1, base = factor;
            for (unsigned left = rounds; left; left /= 2, base *= base) {
                power *= left % 2 ? base : 1;
            }
            sum += start * power + addend * (1 - power) / (1 - factor);
        }
    }
    return lanes * sum;
}

/* Takes as long as the multiply-adds would. */
static int fma_rate(const function *kernel, unsigned groups, unsigned items, void **arguments)
{
    const module *of = kernel->of;
    const unsigned rounds = *(unsigned *) arguments[0];
    const int wide = option(of, "PRECISION") == 64;
    const double factor = wide ? *(double *) arguments[1] : *(float *) arguments[1];
    const double addend = wide ? *(double *) arguments[2] : *(float *) arguments[2];
    char *sums = *(char **) arguments[3];
    const size_t all = (size_t) groups * items;
    unsigned lanes = option(of, "LANES"), products = 1;
    if (option(of, "INSTRUCTION")) {
        matrix_of(option(of, "INSTRUCTION"), &lanes, &products);
    }
    if (!has(sums, all * (wide ? 8 : 4)) || items > 256) {
        return INVALID_VALUE;
    }
    double by_start[7];
    for (unsigned start = 0; start < 7; start++) {
        by_start[start] = fma_sum(of, is("lazy") ? rounds / 2 : rounds, factor, addend, start);
    }
    for (size_t i = 0; i < all; i++) {
        if (wide) {
            ((double *) sums)[i] = by_start[i % 7];
        } else {
            ((float *) sums)[i] = (float) by_start[i % 7];
        }
    }
    const double flops = 2.0 * lanes * products * option(of, "CHAINS") * rounds * (double) all;
    const double nanos = flops / setting("SANTOKU_CUDA_GFLOPS", 2000);
    const struct timespec pause = {(time_t) (nanos * 1e-9), (long) nanos % 1000000000};
    nanosleep(&pause, NULL);
    return SUCCESS;
}

static int triad(const function *kernel, unsigned groups, unsigned items, void **arguments)
{
    const size_t elements = (size_t) groups * items * option(kernel->of, "LANES") * option(kernel->of, "CHUNK");
    float *a = *(float **) arguments[1], *b = *(float **) arguments[2], *c = *(float **) arguments[3];
    if (option(kernel->of, "PRECISION") != 32 || !has(a, 4 * elements) || !has(b, 4 * elements) || !has(c, 4 * elements)) {
        return INVALID_VALUE;
    }
    for (size_t i = 0; i < elements; i++) {
        a[i] = b[i] + *(float *) arguments[0] * c[i];
    }
    return SUCCESS;
}

static int launch(const function *kernel, unsigned groups, unsigned batch, unsigned items, void **arguments)
{
    const char *name = kernel->name;
    return strcmp(name, "sum_slices") == 0 ? sum_slices(kernel, batch, arguments)
           : strcmp(name, "pack") == 0     ? pack(kernel, groups, batch, items, arguments)
           : strcmp(name, "packed") == 0   ? multiply_packed(kernel, groups, batch, items, arguments)
           : strcmp(name, "fma_rate") == 0 ? fma_rate(kernel, groups, items, arguments)
           : strcmp(name, "triad") == 0    ? triad(kernel, groups, items, arguments)
           : strcmp(name, "nothing") == 0  ? SUCCESS
                                           : multiply(kernel, groups, batch, items, arguments);
}

/* The last product, which is not computed yet. */
static struct {
    const function *kernel;
    unsigned groups, batch, items;
    uint64_t values[7];
    void *places[7];
} owed;

static void catch_up(void)
{
    if (owed.kernel) {
        launch(owed.kernel, owed.groups, owed.batch, owed.items, owed.places);
        owed.kernel = NULL;
    }
}

/* Of a kernel whose shared memory has no size of its own, as long as the launch names none. */
static unsigned needed(const function *kernel)
{
    const module *of = kernel->of;
    return !of->extern_shared || strcmp(kernel->name, "packed") != 0
               ? 0
               : option(of, "STAGES") * option(of, "UNITS") * 16
                     * (option(of, "WARPS_M") * option(of, "WARP_M") + option(of, "WARPS_N") * option(of, "WARP_N"));
}

EXPORT int cuFuncSetAttribute(function *kernel, int attribute, int value)
{
    if (attribute != 8 || value > most_shared() || is("shared")) { /* MAX_DYNAMIC_SHARED_SIZE_BYTES */
        return INVALID_VALUE;
    }
    kernel->allowed = (unsigned) value;
    return SUCCESS;
}

EXPORT int cuLaunchKernel(const function *kernel, unsigned groups_x, unsigned groups_y, unsigned groups_z, unsigned items_x,
    unsigned items_y, unsigned items_z, unsigned shared, void *stream, void **arguments, void **extra)
{
    (void) stream;
    if (current < 0 || groups_z != 1 || items_y != 1 || items_z != 1 || shared != needed(kernel) || extra || groups_y > 65535
        || (shared > 48 << 10 && shared > kernel->allowed)) {
        return INVALID_VALUE;
    }
    pending = is("launch") ? ILLEGAL_ADDRESS : 0;
    if (!is("late") || strcmp(kernel->name, "warp") != 0) {
        catch_up();
        return launch(kernel, groups_x, groups_y, items_x, arguments);
    }
    owed.kernel = kernel;
    owed.groups = groups_x;
    owed.batch = groups_y;
    owed.items = items_x;
    for (int i = 0; i < 7; i++) {
        memcpy(&owed.values[i], arguments[i], sizeof owed.values[i]);
        owed.places[i] = &owed.values[i];
    }
    return SUCCESS;
}
