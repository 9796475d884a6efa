#define _GNU_SOURCE
#include "base/decimal128.h"
#include <math.h>
#include <string.h>

/* GCC only: the type, and libgcc's conversions between decimal128 and binary128. */
static _Decimal128 load(const unsigned char* bytes) {
  _Decimal128 number;
  memcpy(&number, bytes, sizeof number);
  return number;
}

static void store(unsigned char* bytes, _Decimal128 number) { memcpy(bytes, &number, sizeof number); }

void lienthong_d128_add(unsigned char* out, const unsigned char* a, const unsigned char* b) {
  store(out, load(a) + load(b));
}

void lienthong_d128_subtract(unsigned char* out, const unsigned char* a, const unsigned char* b) {
  store(out, load(a) - load(b));
}

void lienthong_d128_multiply(unsigned char* out, const unsigned char* a, const unsigned char* b) {
  store(out, load(a) * load(b));
}

void lienthong_d128_divide(unsigned char* out, const unsigned char* a, const unsigned char* b) {
  store(out, load(a) / load(b));
}

int lienthong_d128_compare(const unsigned char* a, const unsigned char* b) {
  const _Decimal128 x = load(a), y = load(b);
  return (x > y) - (x < y);
}

void lienthong_d128_power(unsigned char* out, const unsigned char* a, const unsigned char* b) {
  store(out, (_Decimal128)powf128((_Float128)load(a), (_Float128)load(b)));
}

void lienthong_d128_sqrt(unsigned char* out, const unsigned char* a) {
  store(out, (_Decimal128)sqrtf128((_Float128)load(a)));
}

void lienthong_d128_exp(unsigned char* out, const unsigned char* a) {
  store(out, (_Decimal128)expf128((_Float128)load(a)));
}

void lienthong_d128_log(unsigned char* out, const unsigned char* a) {
  store(out, (_Decimal128)logf128((_Float128)load(a)));
}
