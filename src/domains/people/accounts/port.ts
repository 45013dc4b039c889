/** Where members are listed. */
export interface MemberDirectory {
  /**
   * Makes the platform list a person as a member of an account, beside the accounts that they are in. Does nothing for
   * one who is listed there, so it may run twice. @throws {PartnerFailure}
   */
  listMember(member: {
    /** The sign-in name, which is the e-mail address. */
    readonly userName: string
    readonly firstName: string
    readonly lastName: string
    readonly accountId: string
  }): Promise<void>
}
