#pragma once

/* IEEE decimal128 for C++: its compilers lack `_Decimal128`, so C does the arithmetic. Numbers are 16 bytes
 * in the BID encoding. */
#ifdef __cplusplus
extern "C" {
#endif

void lienthong_d128_add(unsigned char* out, const unsigned char* a, const unsigned char* b);
void lienthong_d128_subtract(unsigned char* out, const unsigned char* a, const unsigned char* b);
void lienthong_d128_multiply(unsigned char* out, const unsigned char* a, const unsigned char* b);
void lienthong_d128_divide(unsigned char* out, const unsigned char* a, const unsigned char* b);
int lienthong_d128_compare(const unsigned char* a, const unsigned char* b); /* -1, 0 or 1 */

/* Through binary128: about 33 correct digits. */
void lienthong_d128_power(unsigned char* out, const unsigned char* a, const unsigned char* b);
void lienthong_d128_sqrt(unsigned char* out, const unsigned char* a);
void lienthong_d128_exp(unsigned char* out, const unsigned char* a);
void lienthong_d128_log(unsigned char* out, const unsigned char* a);

#ifdef __cplusplus
}
#endif
