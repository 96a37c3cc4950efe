/* What recording does for every byte, in C: taking pictures out of interleaved RTP packets, and SHA-256 of two pictures
 * at a time where the processor has instructions for it. Optional: without it the Python of media.rtp and hashlib do the
 * same (tests/unit/test_native.py). Nothing here keeps a pointer beyond a call, and nothing is read that is not inside
 * the bytes object that was given.
 */

#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define HEAD 20 /* '$' and channel, length, the 12 bytes of RTP, 4 of the payload: a packet with less is not for us */

static uint32_t u16(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }
static uint32_t u32(const uint8_t *p) { return u16(p) << 16 | u16(p + 2); }

static void put32(uint8_t *p, uint32_t value) {
    p[0] = (uint8_t)(value >> 24), p[1] = (uint8_t)(value >> 16), p[2] = (uint8_t)(value >> 8), p[3] = (uint8_t)value;
}

/* What all packets of a stream have in common (see VideoReceiver for the names). */
typedef struct {
    const uint8_t *data;
    Py_ssize_t size;
    uint32_t mark, plain, ssrc;
    Py_ssize_t skip;
} Stream;

/* The whole packet at `at`, if it is the one expected; 0 otherwise, else its end. `kind` gets its V to PT. */
static Py_ssize_t packet(const Stream *in, Py_ssize_t at, uint32_t sequence, uint32_t timestamp, uint32_t *kind) {
    if (at < 0 || in->size - at < HEAD) return 0;
    const uint8_t *p = in->data + at;
    Py_ssize_t length = (Py_ssize_t)u16(p + 2);
    if (u16(p) != in->mark || length < in->skip - 4 || in->size - at < 4 + length) return 0;
    *kind = u16(p + 4);
    if ((*kind & 0xFF7F) != in->plain || u16(p + 6) != sequence || u32(p + 12) != in->ssrc) return 0;
    return u32(p + 8) == timestamp ? at + 4 + length : 0;
}

static int numbers(PyObject *const *args, Py_ssize_t given, Py_ssize_t wanted, uint64_t *out) {
    if (given != wanted + 1 || !PyBytes_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "bytes and whole numbers are wanted");
        return -1;
    }
    for (Py_ssize_t i = 0; i < wanted; i++) {
        out[i] = PyLong_AsUnsignedLongLong(args[i + 1]);
        if (PyErr_Occurred()) return -1;
    }
    return 0;
}

static int stream(PyObject *data, const uint64_t *n, Stream *in) {
    char *start;
    if (PyBytes_AsStringAndSize(data, &start, &in->size) < 0) return -1;
    in->data = (const uint8_t *)start;
    in->mark = (uint32_t)n[1], in->plain = (uint32_t)n[2], in->ssrc = (uint32_t)n[3];
    in->skip = n[4] == 19 ? 19 : 18;
    if (n[0] > (uint64_t)in->size || n[4] != (uint64_t)in->skip) {
        PyErr_SetString(PyExc_ValueError, "a position outside of the data, or no such format");
        return -1;
    }
    return 0;
}

/* middles(data, position, mark, plain, ssrc, skip, sequence, timestamp, middle) -> (count, position, data of all): the
 * fragments from `position` on that are in the middle of one NAL unit. */
static PyObject *middles(PyObject *self, PyObject *const *args, Py_ssize_t given) {
    (void)self;
    uint64_t n[8];
    Stream in;
    if (numbers(args, given, 8, n) < 0 || stream(args[0], n, &in) < 0) return NULL;
    Py_ssize_t begin = (Py_ssize_t)n[0], at = begin, end, count = 0, total = 0;
    uint32_t kind, timestamp = (uint32_t)n[6], middle = (uint32_t)n[7], sequence = (uint32_t)n[5] & 0xFFFF;
    while ((end = packet(&in, at, sequence, timestamp, &kind)) > 0 && kind == in.plain) {
        const uint8_t *payload = in.data + at + 16;
        if ((in.skip == 19 ? u32(payload) >> 8 : u16(payload)) != middle) break;
        total += end - at - in.skip;
        sequence = (sequence + 1) & 0xFFFF;
        count++;
        at = end;
    }
    PyObject *joined = PyBytes_FromStringAndSize(NULL, total);
    if (joined == NULL) return NULL;
    uint8_t *out = (uint8_t *)PyBytes_AsString(joined);
    for (Py_ssize_t from = begin; from < at; from = end) {
        end = from + 4 + (Py_ssize_t)u16(in.data + from + 2);
        memcpy(out, in.data + from + in.skip, (size_t)(end - from - in.skip));
        out += end - from - in.skip;
    }
    return Py_BuildValue("nnN", count, at, joined);
}

/* The end of the picture at `at` that is one fragmented slice, all of it here; 0 where there is none. `total` gets the
 * bytes of its fragments, `sequence` goes on behind it. */
static Py_ssize_t whole(const Stream *in, Py_ssize_t at, uint64_t slices, uint32_t *sequence, Py_ssize_t *total) {
    if (in->size - at < HEAD) return 0;
    const uint8_t *payload = in->data + at + 16;
    uint32_t next = *sequence, timestamp = u32(in->data + at + 8), kind;
    Py_ssize_t header = in->skip - 17, end = packet(in, at, next, timestamp, &kind); /* where S, E and type are */
    if (end <= at + in->skip || kind != in->plain) return 0;
    uint32_t flags = payload[header];
    uint32_t fragmented = header == 1 ? (payload[0] & 31u) == 28 : (payload[0] >> 1 & 63u) == 49;
    uint32_t type = flags & (header == 1 ? 31u : 63u);
    if (!fragmented || (flags & 0xC0) != 0x80 || !(slices >> type & 1) || !(in->data[at + in->skip] & 0x80)) return 0;
    *total = end - at - in->skip;
    for (;;) {
        next = (next + 1) & 0xFFFF;
        at = end;
        end = packet(in, at, next, timestamp, &kind);
        if (!end || memcmp(in->data + at + 16, payload, (size_t)header)) return 0;
        uint32_t now = in->data[at + 16 + header];
        if ((now & ~0x40u) != type) return 0;
        *total += end - at - in->skip;
        if (now & 0x40) break;
        if (kind != in->plain) return 0;
    }
    if (kind == in->plain || *total > (Py_ssize_t)UINT32_MAX / 2) return 0; /* no marker: more slices follow */
    *sequence = (next + 1) & 0xFFFF;
    return end;
}

/* pictures(data, position, mark, plain, ssrc, skip, sequence, slices) -> (position, sequence, [(timestamp, type, first
 * byte of the slice, unit)]): pictures of one fragmented slice each, as many as lie here whole, one after the other. */
static PyObject *pictures(PyObject *self, PyObject *const *args, Py_ssize_t given) {
    (void)self;
    uint64_t n[7];
    Stream in;
    if (numbers(args, given, 7, n) < 0 || stream(args[0], n, &in) < 0) return NULL;
    PyObject *found = PyList_New(0);
    if (found == NULL) return NULL;
    Py_ssize_t at = (Py_ssize_t)n[0], end, total;
    uint32_t sequence = (uint32_t)n[5] & 0xFFFF;
    while ((end = whole(&in, at, n[6], &sequence, &total)) > 0) {
        const uint8_t *payload = in.data + at + 16;
        Py_ssize_t header = in.skip - 17;
        uint32_t type = payload[header] & (header == 1 ? 31u : 63u);
        PyObject *unit = PyBytes_FromStringAndSize(NULL, 4 + header + total);
        if (unit == NULL) goto failed;
        uint8_t *out = (uint8_t *)PyBytes_AsString(unit);
        put32(out, (uint32_t)(header + total));
        out[4] = (uint8_t)(header == 1 ? (payload[0] & 0xE0u) | type : (payload[0] & 0x81u) | type << 1);
        if (header == 2) out[5] = payload[1];
        out += 4 + header;
        uint32_t timestamp = u32(in.data + at + 8), first = in.data[at + in.skip];
        for (Py_ssize_t to; at < end; at = to) {
            to = at + 4 + (Py_ssize_t)u16(in.data + at + 2);
            memcpy(out, in.data + at + in.skip, (size_t)(to - at - in.skip));
            out += to - at - in.skip;
        }
        PyObject *item = Py_BuildValue("IIIN", timestamp, type, first, unit);
        if (item == NULL) goto failed;
        int refused = PyList_Append(found, item);
        Py_DECREF(item);
        if (refused) goto failed;
    }
    return Py_BuildValue("nIN", at, sequence, found);
failed:
    Py_DECREF(found);
    return NULL;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>

#define SHA __attribute__((target("sha,sse4.1,ssse3")))

static const uint32_t ROUND[64] __attribute__((aligned(16))) = { /* FIPS 180-4, 4.2.2 */
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

/* One message: blocks that are left of its own bytes, then those of its padded end. The state is ABEF and CDGH. */
typedef struct {
    const uint8_t *next;
    size_t blocks, number;
    int in_end;
    __m128i abef, cdgh;
    uint8_t end[128];
    size_t end_blocks;
} Lane;

typedef struct {
    __m128i abef, cdgh, w[4];
} Work;

SHA static inline __attribute__((always_inline)) void four_rounds(Work *s, const uint8_t *block, int group) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i m;
    if (group < 4) {
        m = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)block + group), swap);
    } else {
        __m128i a = s->w[group & 3], b = s->w[(group + 1) & 3], c = s->w[(group + 2) & 3], d = s->w[(group + 3) & 3];
        m = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(a, b), _mm_alignr_epi8(d, c, 4)), d);
    }
    s->w[group & 3] = m;
    m = _mm_add_epi32(m, _mm_load_si128((const __m128i *)ROUND + group));
    s->cdgh = _mm_sha256rnds2_epu32(s->cdgh, s->abef, m);
    s->abef = _mm_sha256rnds2_epu32(s->abef, s->cdgh, _mm_shuffle_epi32(m, 0x0E));
}

SHA static void compress_one(Lane *lane, size_t blocks) {
    for (; blocks; blocks--, lane->next += 64) {
        Work s = {.abef = lane->abef, .cdgh = lane->cdgh};
#pragma GCC unroll 16
        for (int group = 0; group < 16; group++) four_rounds(&s, lane->next, group);
        lane->abef = _mm_add_epi32(lane->abef, s.abef);
        lane->cdgh = _mm_add_epi32(lane->cdgh, s.cdgh);
    }
}

/* The instructions wait for each other: another message's fill the time. */
SHA static void compress_two(Lane *one, Lane *two, size_t blocks) {
    __m128i abef1 = one->abef, cdgh1 = one->cdgh, abef2 = two->abef, cdgh2 = two->cdgh;
    const uint8_t *data1 = one->next, *data2 = two->next;
    for (size_t i = 0; i < blocks; i++, data1 += 64, data2 += 64) {
        Work s = {.abef = abef1, .cdgh = cdgh1}, t = {.abef = abef2, .cdgh = cdgh2};
#pragma GCC unroll 16
        for (int group = 0; group < 16; group++) {
            four_rounds(&s, data1, group);
            four_rounds(&t, data2, group);
        }
        abef1 = _mm_add_epi32(abef1, s.abef), cdgh1 = _mm_add_epi32(cdgh1, s.cdgh);
        abef2 = _mm_add_epi32(abef2, t.abef), cdgh2 = _mm_add_epi32(cdgh2, t.cdgh);
    }
    one->abef = abef1, one->cdgh = cdgh1, one->next = data1;
    two->abef = abef2, two->cdgh = cdgh2, two->next = data2;
}

SHA static void begin(Lane *lane, size_t number, const uint8_t *data, size_t size) {
    size_t rest = size % 64;
    lane->number = number, lane->next = data, lane->blocks = size / 64, lane->in_end = 0;
    lane->abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
    lane->cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
    lane->end_blocks = rest < 56 ? 1 : 2;
    memset(lane->end, 0, sizeof lane->end);
    memcpy(lane->end, data + size - rest, rest);
    lane->end[rest] = 0x80;
    uint8_t *bits = lane->end + 64 * lane->end_blocks - 8;
    put32(bits, (uint32_t)((uint64_t)size >> 29));
    put32(bits + 4, (uint32_t)((uint64_t)size << 3));
}

/* Whether its blocks are used up for good. */
static int ended(Lane *lane) {
    if (lane->blocks == 0 && !lane->in_end) {
        lane->in_end = 1;
        lane->next = lane->end;
        lane->blocks = lane->end_blocks;
    }
    return lane->blocks == 0;
}

SHA static void write_digest(const Lane *lane, uint8_t *out) {
    uint32_t f[4], c[4]; /* FEBA and HGDC in memory's order */
    _mm_storeu_si128((__m128i *)f, lane->abef);
    _mm_storeu_si128((__m128i *)c, lane->cdgh);
    uint32_t words[8] = {f[3], f[2], c[3], c[2], f[1], f[0], c[1], c[0]};
    for (int i = 0; i < 8; i++) put32(out + 4 * i, words[i]);
}

static int has_sha(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
}

/* digests(list of bytes) -> list of their SHA-256. */
static PyObject *digests(PyObject *self, PyObject *messages) {
    (void)self;
    if (!PyList_Check(messages)) {
        PyErr_SetString(PyExc_TypeError, "a list of bytes is wanted");
        return NULL;
    }
    Py_ssize_t count = PyList_Size(messages), taken = 0;
    PyObject *out = PyList_New(count);
    Lane lanes[2];
    int active = 0;
    while (out != NULL) {
        while (active < 2 && taken < count) {
            char *data;
            Py_ssize_t size;
            PyObject *digest = NULL;
            if (PyBytes_AsStringAndSize(PyList_GetItem(messages, taken), &data, &size) == 0)
                digest = PyBytes_FromStringAndSize(NULL, 32);
            if (digest == NULL) {
                Py_DECREF(out);
                return NULL;
            }
            PyList_SetItem(out, taken, digest);
            begin(&lanes[active++], (size_t)taken++, (const uint8_t *)data, (size_t)size);
        }
        if (active == 0) break;
        for (int i = 0; i < active; i++) (void)ended(&lanes[i]);
        size_t blocks = lanes[0].blocks;
        if (active == 2) {
            if (lanes[1].blocks < blocks) blocks = lanes[1].blocks;
            compress_two(&lanes[0], &lanes[1], blocks);
            lanes[1].blocks -= blocks;
        } else {
            compress_one(&lanes[0], blocks);
        }
        lanes[0].blocks -= blocks;
        for (int i = active - 1; i >= 0; i--) {
            if (lanes[i].blocks || !lanes[i].in_end) continue;
            PyObject *digest = PyList_GetItem(out, (Py_ssize_t)lanes[i].number);
            write_digest(&lanes[i], (uint8_t *)PyBytes_AsString(digest));
            if (i == 0 && active == 2) {
                size_t offset = lanes[1].in_end ? (size_t)(lanes[1].next - lanes[1].end) : 0;
                lanes[0] = lanes[1];
                if (lanes[0].in_end) lanes[0].next = lanes[0].end + offset;
            }
            active--;
        }
    }
    return out;
}
#define HAS_DIGESTS 1
#else
#define HAS_DIGESTS 0
#endif

static PyMethodDef METHODS[] = {
    {"middles", (PyCFunction)(void (*)(void))middles, METH_FASTCALL, NULL},
    {"pictures", (PyCFunction)(void (*)(void))pictures, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

#if HAS_DIGESTS
static PyMethodDef DIGESTS[] = {{"digests", digests, METH_O, NULL}, {NULL, NULL, 0, NULL}};
#endif

static int execute(PyObject *module) {
#if HAS_DIGESTS
    if (has_sha()) return PyModule_AddFunctions(module, DIGESTS);
#endif
    (void)module;
    return 0;
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, (void *)execute}, {0, NULL}};
static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_native", NULL, 0, METHODS, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__native(void);
PyMODINIT_FUNC PyInit__native(void) { return PyModuleDef_Init(&MODULE); }
